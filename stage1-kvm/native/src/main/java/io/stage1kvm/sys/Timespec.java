package io.stage1kvm.sys;

import io.stage1kvm.sys.abi.Stat;

/// Seconds and nanoseconds since the epoch, or one of the two special values of utimensat.
public record Timespec(long seconds, int nanos) {

  /// Set the time to now.
  public static final Timespec NOW = new Timespec(0, Stat.UTIME_NOW);

  /// Leave the time as it is.
  public static final Timespec OMIT = new Timespec(0, Stat.UTIME_OMIT);

  public Timespec {
    boolean special = nanos == Stat.UTIME_NOW || nanos == Stat.UTIME_OMIT;
    if (!special && (nanos < 0 || nanos > 999_999_999)) {
      throw new IllegalArgumentException("nanos '" + nanos + "' must be 0 to 999999999");
    }
  }

  public static Timespec ofSeconds(long seconds) {
    return new Timespec(seconds, 0);
  }
}
