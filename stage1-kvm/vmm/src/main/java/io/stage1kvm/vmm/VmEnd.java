package io.stage1kvm.vmm;

import java.io.IOException;

/// Why a machine has ended.
public sealed interface VmEnd {

  /// One line for the user.
  String message();

  /// The guest has switched itself off.
  record PowerOff() implements VmEnd {
    @Override
    public String message() {
      return "the guest has switched itself off";
    }
  }

  /// The guest has asked for a reset, as kernels do that panic: it is not started again.
  record Reset() implements VmEnd {
    @Override
    public String message() {
      return "the guest has asked for a reset";
    }
  }

  /// [VirtualMachine#stop].
  record Stopped() implements VmEnd {
    @Override
    public String message() {
      return "the machine was stopped";
    }
  }

  /// A vCPU has met an exception that the guest cannot handle, nor the one that followed.
  ///
  /// @param rip the instruction
  record TripleFault(int vcpu, long rip) implements VmEnd {
    @Override
    public String message() {
      return "vcpu " + vcpu + ": triple fault at 0x" + Long.toHexString(rip);
    }
  }

  /// KVM or the processor refuses to run the guest on.
  record KvmFailure(String message) implements VmEnd {}

  /// The guest has broken the rules of a device.
  record GuestFailure(String message) implements VmEnd {}

  /// Something of the host has failed, or we have.
  record HostFailure(String message, Throwable cause) implements VmEnd {

    /// A call that has failed says all by its text; of anything else the kind is told too.
    static HostFailure of(Throwable cause) {
      boolean speaks = cause instanceof IOException && cause.getMessage() != null;
      return new HostFailure(speaks ? cause.getMessage() : cause.toString(), cause);
    }
  }
}
