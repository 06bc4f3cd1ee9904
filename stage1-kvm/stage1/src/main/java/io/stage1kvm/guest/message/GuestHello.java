package io.stage1kvm.guest.message;

/// The first thing that the guest says.
///
/// @param version of the protocol; the session ends when it is not [GuestPlan#VERSION]
/// @param kernel release of the guest's kernel, safe to print
/// @param bootNs CLOCK_BOOTTIME of the guest, ns
public record GuestHello(int version, String kernel, long bootNs) {
  public GuestHello {
    Check.range("version", version, 0, Integer.MAX_VALUE);
    kernel = Printable.of(kernel);
    Check.range("boot_ns", bootNs, 0, Check.MAX_JSON_INTEGER);
  }
}
