package io.stage1kvm.manifest.type;

import java.math.BigDecimal;

/// A quantity taken apart: `number` without its suffix, to be multiplied with `base` to the power
/// of `exponent`.
record QuantityText(String number, int base, int exponent) {
  private static final String METRIC = "num kMGTPE";
  private static final String BINARY = "KMGTPE";

  /// Bounds that keep hostile texts from costing more than they are worth.
  private static final int LONGEST_NUMBER = 64;

  private static final int MAX_EXPONENT = 99;

  /// The parts, or null if the text is no quantity.
  static QuantityText parse(String text) {
    int pos = !text.isEmpty() && (text.charAt(0) == '+' || text.charAt(0) == '-') ? 1 : 0;
    int digits = 0;
    int points = 0;
    for (; pos < text.length(); pos++) {
      char c = text.charAt(pos);
      if (c == '.') {
        points++;
      } else if (c >= '0' && c <= '9') {
        digits++;
      } else {
        break;
      }
    }
    if (digits == 0 || points > 1 || pos > LONGEST_NUMBER) {
      return null;
    }
    return withSuffix(text.substring(0, pos), text.substring(pos));
  }

  /// Beyond our bounds, but read by actool.
  static boolean isAlmost(String text) {
    return text.matches("[+-]?[0-9]*(\\.[0-9]*)?([eE][+-]?[0-9]{1,9}|[KMGTPE]i|[numkMGTPE])?")
        && !text.isEmpty();
  }

  BigDecimal amount() {
    BigDecimal mantissa = new BigDecimal(number);
    return base == 10
        ? mantissa.scaleByPowerOfTen(exponent)
        : mantissa.multiply(BigDecimal.TWO.pow(exponent));
  }

  /// The amount times ten to the power of `scale` as an integer within +-Long.MAX_VALUE, rounded
  /// away from zero: who asks for a little gets a little.
  ///
  /// Nearly all quantities are computed in a long. BigDecimal drags in classes whose start costs
  /// more than all of a manifest.
  long roundUp(int scale) {
    int point = number.indexOf('.');
    int decimals = point < 0 ? 0 : number.length() - point - 1;
    int ten = scale - decimals + (base == 10 ? exponent : 0);
    int shift = base == 2 ? exponent : 0;
    boolean negative = number.charAt(0) == '-';
    try {
      long digits = Math.absExact(Long.parseLong(point < 0 ? number : number.replace(".", "")));
      long shifted = Math.multiplyExact(digits, 1L << shift);
      long rounded =
          ten >= 0
              ? Math.multiplyExact(shifted, powerOfTen(ten))
              : Math.ceilDiv(shifted, powerOfTen(-ten));
      return negative ? -rounded : rounded;
    } catch (ArithmeticException | NumberFormatException e) {
      return ExactQuantity.roundUp(amount().movePointRight(scale));
    }
  }

  private static long powerOfTen(int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power = Math.multiplyExact(power, 10L);
    }
    return power;
  }

  private static QuantityText withSuffix(String number, String suffix) {
    if (suffix.isEmpty()) {
      return new QuantityText(number, 10, 0);
    }
    char first = suffix.charAt(0);
    if (suffix.length() == 1) {
      // The specification writes the thousands 'K', actool only knows 'k'.
      int metric = METRIC.indexOf(first == 'K' ? 'k' : first);
      return metric < 0 || first == ' ' ? null : new QuantityText(number, 10, (metric - 3) * 3);
    }
    if (suffix.length() == 2 && suffix.charAt(1) == 'i') {
      int binary = BINARY.indexOf(first);
      return binary < 0 ? null : new QuantityText(number, 2, (binary + 1) * 10);
    }
    return first == 'e' || first == 'E' ? withExponent(number, suffix) : null;
  }

  private static QuantityText withExponent(String number, String suffix) {
    int start = suffix.charAt(1) == '+' || suffix.charAt(1) == '-' ? 2 : 1;
    if (start == suffix.length() || suffix.length() > 4) {
      return null;
    }
    for (int i = start; i < suffix.length(); i++) {
      if (suffix.charAt(i) < '0' || suffix.charAt(i) > '9') {
        return null;
      }
    }
    int exponent = Integer.parseInt(suffix, 1, suffix.length(), 10);
    return Math.abs(exponent) > MAX_EXPONENT ? null : new QuantityText(number, 10, exponent);
  }
}
