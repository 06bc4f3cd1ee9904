package io.stage1kvm.guest.message;

/// The host's answer to [GuestHello].
///
/// @param realtimeNs the host's clock, ns since the epoch; the guest reads it as a double (256 ns
/// steps)
public record HostHello(int version, long realtimeNs) {
  public HostHello {
    Check.range("version", version, 0, Integer.MAX_VALUE);
    Check.range("realtime_ns", realtimeNs, 0, Long.MAX_VALUE);
  }
}
