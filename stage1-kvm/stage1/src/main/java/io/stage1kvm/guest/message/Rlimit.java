package io.stage1kvm.guest.message;

/// A resource limit.
///
/// @param resource `RLIMIT_*` of the kernel, 0..15
/// @param soft at most `hard`, or [#UNLIMITED]
/// @param hard at most 2^53, or [#UNLIMITED]
public record Rlimit(int resource, long soft, long hard) {
  /// RLIM_INFINITY, -1 on the wire.
  public static final long UNLIMITED = -1;

  public Rlimit {
    Check.range("rlimit resource", resource, 0, 15);
    Check.range("soft limit", soft, UNLIMITED, Check.MAX_JSON_INTEGER);
    Check.range("hard limit", hard, UNLIMITED, Check.MAX_JSON_INTEGER);
    if (Long.compareUnsigned(soft, hard) > 0) {
      throw Check.broken("soft limit", Long.toString(soft), "not be above the hard limit " + hard);
    }
  }
}
