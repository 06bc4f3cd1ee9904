package io.stage1kvm.vmm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.kvm.TestExits;
import io.stage1kvm.kvm.VcpuExit;
import io.stage1kvm.vmm.bus.Bus;
import io.stage1kvm.vmm.bus.BusDevice;
import io.stage1kvm.vmm.memory.GuestFault;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ExitHandlerTest {

  private final List<String> accesses = new ArrayList<>();
  private final ExitCounts counts = new ExitCounts();
  private final Bus ports = new Bus();
  private final Bus memory = new Bus();
  private final ExitHandler handler = new ExitHandler(1, ports, memory, counts);
  private final TestExits exits = new TestExits();

  private final class Device implements BusDevice {
    private final String name;

    Device(String name) {
      this.name = name;
    }

    @Override
    public long read(long offset, int size) throws GuestFault {
      accesses.add(name + " read " + offset + "/" + size);
      return 0x1122334455667788L;
    }

    @Override
    public void write(long offset, int size, long value) throws GuestFault {
      if (value == 0x66) {
        throw new GuestFault("value '0x66' must not be written");
      }
      accesses.add(name + " write " + offset + "/" + size + "=" + Long.toHexString(value));
    }
  }

  private VmEnd end(VcpuExit exit) throws GuestFault {
    return handler.handle(exit).orElseThrow();
  }

  private void goesOn(VcpuExit exit) throws GuestFault {
    assertThat(handler.handle(exit)).isEmpty();
  }

  @Test
  void carriesPorts() throws Exception {
    ports.add(0x3f8, 8, new Device("serial"));
    goesOn(exits.out(0x3f9, 1, 0x41, 0x42));
    VcpuExit.Io in = exits.in(0x3fc, 4, 2);
    goesOn(in);
    assertThat(accesses)
        .containsExactly(
            "serial write 1/1=41", "serial write 1/1=42", "serial read 4/4", "serial read 4/4");
    assertThat(in.value(0)).isEqualTo(0x55667788L);
    assertThat(in.value(1)).isEqualTo(0x55667788L);
  }

  @Test
  void carriesDevicesInMemory() throws Exception {
    memory.add(0xd0000000L, 0x1000, new Device("virtio"));
    goesOn(exits.write(0xd0000050L, 4, 0x80000001L));
    VcpuExit.Mmio read = exits.read(0xd0000100L, 8);
    goesOn(read);
    assertThat(accesses).containsExactly("virtio write 80/4=80000001", "virtio read 256/8");
    assertThat(read.value()).isEqualTo(0x1122334455667788L);
  }

  @Test
  void answersAllOnesWhereNobodyIs() throws Exception {
    VcpuExit.Io in = exits.in(0x60, 1, 1);
    goesOn(in);
    assertThat(in.value(0)).isEqualTo(0xff);
    VcpuExit.Mmio read = exits.read(0xd0000000L, 4);
    goesOn(read);
    assertThat(read.value()).isEqualTo(0xffffffffL);
    goesOn(exits.out(0x80, 1, 0));
    goesOn(exits.write(0xd0000000L, 4, 1));
  }

  @Test
  void keepsPiecesOfAccessesFromDevices() throws Exception {
    memory.add(0xd0000000L, 0x1000, new Device("virtio"));
    VcpuExit.Mmio read = exits.read(0xd0000ffdL, 3);
    goesOn(read);
    assertThat(read.value()).isEqualTo(0xffffff);
    goesOn(exits.write(0xd0000000L, 5, 1));
    assertThat(accesses).isEmpty();
  }

  @Test
  void letsAFaultOfTheGuestOut() {
    ports.add(0x80, 1, new Device("port"));
    assertThatThrownBy(() -> handler.handle(exits.out(0x80, 1, 0x66)))
        .isInstanceOf(GuestFault.class)
        .hasMessage("value '0x66' must not be written");
  }

  @Test
  void goesOnAfterAnInterruption() throws Exception {
    goesOn(new VcpuExit.Interrupted());
  }

  @Test
  void tellsTheEndsOfTheGuestApart() throws Exception {
    assertThat(end(new VcpuExit.SystemEvent(1))).isEqualTo(new VmEnd.PowerOff());
    assertThat(end(new VcpuExit.SystemEvent(2))).isEqualTo(new VmEnd.Reset());
    assertThat(end(new VcpuExit.Shutdown())).isEqualTo(new VmEnd.TripleFault(1, 0));
    assertThat(new VmEnd.TripleFault(1, 0x100010).message())
        .isEqualTo("vcpu 1: triple fault at 0x100010");
  }

  @Test
  void namesWhatKvmCannotDo() throws Exception {
    String start = "vcpu 1: kvm cannot run the guest: ";
    assertThat(end(new VcpuExit.InternalError(1, "0f01f9")).message())
        .isEqualTo(start + "it cannot emulate an instruction (0f01f9)");
    assertThat(end(new VcpuExit.InternalError(3, "")).message())
        .isEqualTo(start + "it cannot deliver an event");
    assertThat(end(new VcpuExit.InternalError(9, "")).message())
        .isEqualTo(start + "internal error 9");
    assertThat(end(new VcpuExit.FailEntry(0x80000021L, 0)).message())
        .isEqualTo(start + "the processor refuses the guest's state, reason 0x80000021");
    assertThat(end(new VcpuExit.Unknown(37, 0)).message())
        .isEqualTo(start + "unknown exit 37, reason of the processor 0x0");
    assertThat(end(new VcpuExit.SystemEvent(3)).message())
        .isEqualTo(start + "the guest has asked for event 3");
    assertThat(end(new VcpuExit.Hlt())).isInstanceOf(VmEnd.KvmFailure.class);
  }

  @Test
  void countsByReasonAndPlace() throws Exception {
    for (int i = 0; i < 3; i++) {
      goesOn(exits.out(0x3f8, 1, 0x41));
    }
    goesOn(exits.in(0x3f8, 1, 1));
    goesOn(exits.read(0xd0000000L, 4));
    goesOn(exits.read(0xd0000000L, 4));
    ExitCounts other = new ExitCounts();
    other.add(ExitCounts.Kind.PORT_WRITE, 0x3f8);
    List<ExitCount> sum = ExitCounts.sum(List.of(counts, other));
    assertThat(sum)
        .containsExactlyInAnyOrder(
            new ExitCount("port write", 0x3f8, 4),
            new ExitCount("memory read", 0xd0000000L, 2),
            new ExitCount("port read", 0x3f8, 1));
    assertThat(sum.getFirst()).isEqualTo(new ExitCount("port write", 0x3f8, 4));
  }

  @Test
  void countsInAFullTableToo() {
    for (int round = 0; round < 2; round++) {
      for (int i = 0; i < 5000; i++) {
        counts.add(ExitCounts.Kind.MEMORY_WRITE, 0xd0000000L + 4L * i);
      }
    }
    List<ExitCount> sum = ExitCounts.sum(List.of(counts, counts));
    assertThat(sum.stream().mapToLong(ExitCount::count).sum()).isEqualTo(20_000);
  }
}
