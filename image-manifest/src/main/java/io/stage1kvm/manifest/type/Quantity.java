package io.stage1kvm.manifest.type;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// An amount of a resource, kept as written (ace.md, Resource Isolators): a decimal number with no
/// suffix, a metric one (`n u m k M G T P E`), a binary one (`Ki Mi Gi Ti Pi Ei`) or an exponent
/// (`1e3`). `123Mi`, `125952Ki` and `128974848` are the same amount, but not equal.
public record Quantity(String text) {
  private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);
  private static final BigDecimal MIN = BigDecimal.valueOf(-Long.MAX_VALUE);

  public Quantity {
    if (QuantityText.parse(text) == null) {
      throw InvalidValueException.of(
          "quantity",
          text,
          "be a number with an optional suffix n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei or"
              + " e<exponent>");
    }
  }

  public static Quantity of(long units) {
    return new Quantity(Long.toString(units));
  }

  /// The exact amount in base units (bytes, cores, operations).
  public BigDecimal amount() {
    return QuantityText.parse(text).amount();
  }

  /// In base units, rounded up; what does not fit is Long.MAX_VALUE.
  public long value() {
    return roundUp(amount());
  }

  /// In thousandths of the base unit, rounded up; what does not fit is Long.MAX_VALUE.
  public long milliValue() {
    return roundUp(amount().movePointRight(3));
  }

  public boolean isNegative() {
    return text.charAt(0) == '-' && amount().signum() < 0;
  }

  /// Away from zero: who asked for a little gets a little.
  private static long roundUp(BigDecimal amount) {
    return amount.setScale(0, RoundingMode.UP).min(MAX).max(MIN).longValueExact();
  }

  @Override
  public String toString() {
    return text;
  }
}
