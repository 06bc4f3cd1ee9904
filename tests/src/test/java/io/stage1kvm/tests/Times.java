package io.stage1kvm.tests;

import java.time.Duration;

/// Limits of time hold for a machine that does nothing else. `STAGE1_KVM_TIME_FACTOR` multiplies
/// them for one that is shared with others or whose processors are emulated.
final class Times {
  private static final double FACTOR =
      Double.parseDouble(System.getenv().getOrDefault("STAGE1_KVM_TIME_FACTOR", "1"));

  private Times() {}

  static double limit(double seconds) {
    return seconds * FACTOR;
  }

  static Duration limit(Duration time) {
    return Duration.ofMillis((long) (time.toMillis() * FACTOR));
  }
}
