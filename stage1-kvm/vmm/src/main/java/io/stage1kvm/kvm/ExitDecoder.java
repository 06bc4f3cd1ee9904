package io.stage1kvm.kvm;

import static io.stage1kvm.sys.abi.Kvm.KVM_EXIT_FAIL_ENTRY;
import static io.stage1kvm.sys.abi.Kvm.KVM_EXIT_HLT;
import static io.stage1kvm.sys.abi.Kvm.KVM_EXIT_INTERNAL_ERROR;
import static io.stage1kvm.sys.abi.Kvm.KVM_EXIT_INTR;
import static io.stage1kvm.sys.abi.Kvm.KVM_EXIT_IO;
import static io.stage1kvm.sys.abi.Kvm.KVM_EXIT_MMIO;
import static io.stage1kvm.sys.abi.Kvm.KVM_EXIT_SHUTDOWN;
import static io.stage1kvm.sys.abi.Kvm.KVM_EXIT_SYSTEM_EVENT;
import static io.stage1kvm.sys.abi.Kvm.KVM_EXIT_UNKNOWN;
import static io.stage1kvm.sys.abi.Kvm.KVM_INTERNAL_ERROR_EMULATION;

import io.stage1kvm.sys.abi.KvmRun.kvm_run;
import java.nio.ByteBuffer;

/// Tells an exit from a `struct kvm_run`. The frequent exits make no object.
final class ExitDecoder {
  static final VcpuExit INTERRUPTED = new VcpuExit.Interrupted();
  private static final VcpuExit HLT = new VcpuExit.Hlt();
  private static final VcpuExit SHUTDOWN = new VcpuExit.Shutdown();

  private static final int MAX_INSTRUCTION = 15;

  private final ByteBuffer run;
  private final VcpuExit.Io io;
  private final VcpuExit.Mmio mmio;

  /// @param run little-endian
  ExitDecoder(ByteBuffer run) {
    this.run = run;
    io = new VcpuExit.Io(run);
    mmio = new VcpuExit.Mmio(run);
  }

  VcpuExit decode() {
    int reason = run.getInt(kvm_run.exit_reason);
    return switch (reason) {
      case KVM_EXIT_IO -> io.decode();
      case KVM_EXIT_MMIO -> mmio.decode();
      case KVM_EXIT_INTR -> INTERRUPTED;
      case KVM_EXIT_HLT -> HLT;
      case KVM_EXIT_SHUTDOWN -> SHUTDOWN;
      case KVM_EXIT_FAIL_ENTRY ->
          new VcpuExit.FailEntry(
              run.getLong(kvm_run.fail_entry__hardware_entry_failure_reason),
              run.getInt(kvm_run.fail_entry__cpu));
      case KVM_EXIT_INTERNAL_ERROR -> internalError();
      case KVM_EXIT_SYSTEM_EVENT ->
          new VcpuExit.SystemEvent(run.getInt(kvm_run.system_event__type));
      case KVM_EXIT_UNKNOWN ->
          new VcpuExit.Unknown(reason, run.getLong(kvm_run.hw__hardware_exit_reason));
      default -> new VcpuExit.Unknown(reason, 0);
    };
  }

  private VcpuExit internalError() {
    int suberror = run.getInt(kvm_run.internal__suberror);
    boolean hasBytes =
        suberror == KVM_INTERNAL_ERROR_EMULATION
            && run.getInt(kvm_run.internal__ndata) >= 3
            && (run.getLong(kvm_run.emulation_failure__flags) & 1) != 0;
    if (!hasBytes) {
      return new VcpuExit.InternalError(suberror, "");
    }
    int size = Math.clamp(run.get(kvm_run.emulation_failure__insn_size), 0, MAX_INSTRUCTION);
    byte[] bytes = new byte[size];
    run.get(kvm_run.emulation_failure__insn_bytes, bytes);
    StringBuilder text = new StringBuilder();
    for (byte b : bytes) {
      text.append(Character.forDigit(b >> 4 & 0xf, 16)).append(Character.forDigit(b & 0xf, 16));
    }
    return new VcpuExit.InternalError(suberror, text.toString());
  }
}
