package io.stage1kvm.vmm;

import io.stage1kvm.kvm.VcpuExit;
import io.stage1kvm.sys.abi.Kvm;
import io.stage1kvm.vmm.bus.Bus;
import io.stage1kvm.vmm.memory.GuestFault;
import java.util.Optional;

/// What follows from an exit of one vCPU: an access to a device, or the machine's end.
final class ExitHandler {

  private static final Optional<VmEnd> GO_ON = Optional.empty();

  private final int vcpu;
  private final Bus ports;
  private final Bus memory;
  private final ExitCounts counts;

  ExitHandler(int vcpu, Bus ports, Bus memory, ExitCounts counts) {
    this.vcpu = vcpu;
    this.ports = ports;
    this.memory = memory;
    this.counts = counts;
  }

  /// Does what the guest has asked for; empty if it can go on.
  Optional<VmEnd> handle(VcpuExit exit) throws GuestFault {
    // A switch over types makes a class when it first runs, and is slower ever after.
    if (exit instanceof VcpuExit.Io io) {
      return io(io);
    }
    return exit instanceof VcpuExit.Mmio mmio ? mmio(mmio) : rare(exit);
  }

  private Optional<VmEnd> rare(VcpuExit exit) throws GuestFault {
    return switch (exit) {
      case VcpuExit.Io io -> io(io);
      case VcpuExit.Mmio mmio -> mmio(mmio);
      case VcpuExit.Interrupted interrupted -> {
        counts.add(ExitCounts.Kind.INTERRUPTED, Kvm.KVM_EXIT_INTR);
        yield GO_ON;
      }
      // Where it is is asked by whoever has the vCPU.
      case VcpuExit.Shutdown shutdown -> end(new VmEnd.TripleFault(vcpu, 0));
      case VcpuExit.Hlt hlt -> kvm("it has left a halted guest, though its interrupts are its own");
      case VcpuExit.FailEntry fail ->
          kvm("the processor refuses the guest's state, reason 0x" + hex(fail.reason()));
      case VcpuExit.InternalError error -> kvm(describe(error));
      case VcpuExit.SystemEvent event -> systemEvent(event.type());
      case VcpuExit.Unknown unknown ->
          kvm(
              "unknown exit "
                  + unknown.reason()
                  + ", reason of the processor 0x"
                  + hex(unknown.hardwareReason()));
    };
  }

  private Optional<VmEnd> io(VcpuExit.Io io) throws GuestFault {
    int port = io.port();
    boolean out = io.isOut();
    counts.add(out ? ExitCounts.Kind.PORT_WRITE : ExitCounts.Kind.PORT_READ, port);
    for (int i = 0; i < io.count(); i++) {
      if (out) {
        ports.write(port, io.size(), io.value(i));
      } else {
        io.answer(i, ports.read(port, io.size()));
      }
    }
    return GO_ON;
  }

  private Optional<VmEnd> mmio(VcpuExit.Mmio mmio) throws GuestFault {
    boolean write = mmio.isWrite();
    long address = mmio.address();
    counts.add(write ? ExitCounts.Kind.MEMORY_WRITE : ExitCounts.Kind.MEMORY_READ, address);
    int size = mmio.size();
    if (Integer.bitCount(size) != 1) { // A piece of an access across pages: no device has it.
      mmio.answer(-1);
    } else if (write) {
      memory.write(address, size, mmio.value());
    } else {
      mmio.answer(memory.read(address, size));
    }
    return GO_ON;
  }

  private Optional<VmEnd> systemEvent(int type) {
    return switch (type) {
      case Kvm.KVM_SYSTEM_EVENT_SHUTDOWN -> end(new VmEnd.PowerOff());
      case Kvm.KVM_SYSTEM_EVENT_RESET -> end(new VmEnd.Reset());
      default -> kvm("the guest has asked for event " + type);
    };
  }

  private static String describe(VcpuExit.InternalError error) {
    String what =
        switch (error.suberror()) {
          case Kvm.KVM_INTERNAL_ERROR_EMULATION -> "it cannot emulate an instruction";
          case Kvm.KVM_INTERNAL_ERROR_SIMUL_EX -> "two exceptions came at once";
          case Kvm.KVM_INTERNAL_ERROR_DELIVERY_EV -> "it cannot deliver an event";
          case Kvm.KVM_INTERNAL_ERROR_UNEXPECTED_EXIT_REASON -> "it does not know an exit";
          default -> "internal error " + error.suberror();
        };
    return error.instruction().isEmpty() ? what : what + " (" + error.instruction() + ")";
  }

  private static String hex(long value) {
    return Long.toHexString(value);
  }

  private Optional<VmEnd> kvm(String reason) {
    return end(new VmEnd.KvmFailure("vcpu " + vcpu + ": kvm cannot run the guest: " + reason));
  }

  private Optional<VmEnd> end(VmEnd end) {
    counts.add(ExitCounts.Kind.OTHER, 0);
    return Optional.of(end);
  }
}
