package io.stage1kvm.kvm;

import io.stage1kvm.sys.abi.KvmRun.kvm_run;
import java.nio.ByteBuffer;

/// Why a vCPU has left the guest. An exit is valid until the vCPU's next run: the frequent ones are
/// objects of the vCPU that are filled again.
public sealed interface VcpuExit {

  /// An instruction `in`, `out`, `ins` or `outs`: [#count] values of [#size] bytes at one port.
  final class Io implements VcpuExit {
    private final ByteBuffer run;
    private int port;
    private int size;
    private int count;
    private boolean out;
    private int data;

    Io(ByteBuffer run) {
      this.run = run;
    }

    Io decode() {
      port = Short.toUnsignedInt(run.getShort(kvm_run.io__port));
      size = run.get(kvm_run.io__size);
      count = run.getInt(kvm_run.io__count);
      out = run.get(kvm_run.io__direction) == io.stage1kvm.sys.abi.Kvm.KVM_EXIT_IO_OUT;
      data = (int) run.getLong(kvm_run.io__data_offset);
      return this;
    }

    public int port() {
      return port;
    }

    /// 1, 2 or 4.
    public int size() {
      return size;
    }

    /// How many values; each is for the same port.
    public int count() {
      return count;
    }

    /// Whether the guest writes.
    public boolean isOut() {
      return out;
    }

    /// A value that the guest writes, zero-extended.
    public long value(int index) {
      return Bytes.get(run, data + index * size, size);
    }

    /// Sets a value that the guest reads, of which the lowest bytes count.
    public void answer(int index, long value) {
      Bytes.put(run, data + index * size, size, value);
    }
  }

  /// An access to memory that the guest does not have: a device's.
  final class Mmio implements VcpuExit {
    private final ByteBuffer run;
    private long address;
    private int size;
    private boolean write;

    Mmio(ByteBuffer run) {
      this.run = run;
    }

    Mmio decode() {
      address = run.getLong(kvm_run.mmio__phys_addr);
      size = run.getInt(kvm_run.mmio__len);
      write = run.get(kvm_run.mmio__is_write) != 0;
      return this;
    }

    public long address() {
      return address;
    }

    /// 1 to 8: also 3 and such, where an instruction crosses a page.
    public int size() {
      return size;
    }

    public boolean isWrite() {
      return write;
    }

    /// What the guest writes, zero-extended.
    public long value() {
      return Bytes.get(run, kvm_run.mmio__data, size);
    }

    /// Sets what the guest reads, of which the lowest bytes count.
    public void answer(long value) {
      Bytes.put(run, kvm_run.mmio__data, size, value);
    }
  }

  /// The vCPU waits for an interrupt, which only leaves the kernel where the interrupt controllers
  /// are not in it.
  record Hlt() implements VcpuExit {}

  /// A triple fault: an exception, an exception in its handling, and one in the handling of that.
  record Shutdown() implements VcpuExit {}

  /// The processor has refused the state that it was to run in.
  ///
  /// @param reason of the processor
  record FailEntry(long reason, int cpu) implements VcpuExit {}

  /// KVM cannot go on: it has met an instruction or a state that it does not know.
  ///
  /// @param suberror `KVM_INTERNAL_ERROR_*`
  /// @param instruction bytes at which emulation failed, in hexadecimal, or empty
  record InternalError(int suberror, String instruction) implements VcpuExit {}

  /// The guest asks for an end of a kind: `KVM_SYSTEM_EVENT_*`.
  record SystemEvent(int type) implements VcpuExit {}

  /// [Vcpu#interrupt], or another signal.
  record Interrupted() implements VcpuExit {}

  /// Any other; we have asked for none.
  ///
  /// @param reason `KVM_EXIT_*`
  /// @param hardwareReason of the processor, where KVM does not know it either
  record Unknown(int reason, long hardwareReason) implements VcpuExit {}
}
