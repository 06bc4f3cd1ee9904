package io.stage1kvm.boot;

import io.stage1kvm.vmm.VmEnd;

/// The command's exit statuses.
final class BootStatus {

  /// The machine could not be started, or something of the host failed.
  static final int FAILED = 254;

  private BootStatus() {}

  /// How a machine's end is told.
  static int of(VmEnd end) {
    return switch (end) {
      case VmEnd.PowerOff off -> 0;
      case VmEnd.Reset reset -> 250;
      case VmEnd.TripleFault fault -> 251;
      case VmEnd.KvmFailure failure -> 252;
      case VmEnd.GuestFailure failure -> 253;
      case VmEnd.HostFailure failure -> FAILED;
      // By a signal: the JVM tells its number itself.
      case VmEnd.Stopped stopped -> FAILED;
    };
  }
}
