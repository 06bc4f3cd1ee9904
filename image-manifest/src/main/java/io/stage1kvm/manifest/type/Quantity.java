package io.stage1kvm.manifest.type;

import java.math.BigDecimal;

/// An amount of a resource, kept as written (ace.md, Resource Isolators): a decimal number with no
/// suffix, a metric one (`n u m k M G T P E`), a binary one (`Ki Mi Gi Ti Pi Ei`) or an exponent
/// (`1e3`). `123Mi`, `125952Ki` and `128974848` are the same amount, but not equal.
public record Quantity(String text) {
  public Quantity {
    if (QuantityText.parse(text) == null) {
      throw InvalidValueException.of(
              "quantity",
              text,
              "be a number with an optional suffix n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei or"
                  + " e<exponent>")
          .breaking(
              QuantityText.isAlmost(text) ? ManifestRule.QUANTITY_BOUNDS : ManifestRule.QUANTITY);
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
    return QuantityText.parse(text).roundUp(0);
  }

  /// In thousandths of the base unit, rounded up; what does not fit is Long.MAX_VALUE.
  public long milliValue() {
    return QuantityText.parse(text).roundUp(3);
  }

  public boolean isNegative() {
    return value() < 0;
  }

  @Override
  public String toString() {
    return text;
  }
}
