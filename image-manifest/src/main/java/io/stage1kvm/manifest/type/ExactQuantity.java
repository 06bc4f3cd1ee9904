package io.stage1kvm.manifest.type;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// The arithmetic of quantities that do not fit into a long on the way.
final class ExactQuantity {
  private static final BigDecimal MAX = BigDecimal.valueOf(Long.MAX_VALUE);

  private ExactQuantity() {}

  /// Away from zero, and no further from it than Long.MAX_VALUE.
  static long roundUp(BigDecimal amount) {
    return amount.setScale(0, RoundingMode.UP).min(MAX).max(MAX.negate()).longValueExact();
  }
}
