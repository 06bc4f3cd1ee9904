package io.stage1kvm.kvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Struct;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.abi.Epoll;
import io.stage1kvm.sys.abi.Kvm;
import io.stage1kvm.sys.abi.KvmState.kvm_cpuid2;
import io.stage1kvm.sys.abi.KvmState.kvm_cpuid_entry2;
import io.stage1kvm.sys.abi.KvmState.kvm_fpu;
import io.stage1kvm.sys.abi.KvmState.kvm_lapic_state;
import io.stage1kvm.sys.abi.KvmState.kvm_msr_entry;
import io.stage1kvm.sys.abi.KvmState.kvm_msrs;
import io.stage1kvm.sys.abi.KvmState.kvm_regs;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// With `/dev/kvm`.
@Tag("kvm")
final class VcpuTest {

  private static void inThread(Body body) throws Exception {
    Runner runner = new Runner(body);
    runner.start();
    runner.join();
    runner.rethrow();
  }

  @Test
  void carriesPortsAndDevicesBothWays() throws Exception {
    // in al,0x71; add al,1; mov [0x40],ax (ah is 0); mov al,[0x44]; out 0x70,al
    try (TinyGuest guest = new TinyGuest("e4 71 04 01 a3 40 00 a0 44 00 e6 70")) {
      VcpuExit.Io in = (VcpuExit.Io) guest.vcpu.run();
      assertThat(in.isOut()).isFalse();
      assertThat(in.port()).isEqualTo(0x71);
      in.answer(0, 0x41);
      VcpuExit.Mmio write = (VcpuExit.Mmio) guest.vcpu.run();
      assertThat(write.isWrite()).isTrue();
      assertThat(write.address()).isEqualTo(TinyGuest.DEVICES + 0x40);
      assertThat(write.size()).isEqualTo(2);
      assertThat(write.value()).isEqualTo(0x42);
      VcpuExit.Mmio read = (VcpuExit.Mmio) guest.vcpu.run();
      assertThat(read.isWrite()).isFalse();
      assertThat(read.address()).isEqualTo(TinyGuest.DEVICES + 0x44);
      read.answer(0xfe);
      VcpuExit.Io out = (VcpuExit.Io) guest.vcpu.run();
      assertThat(out.isOut()).isTrue();
      assertThat(out.value(0)).isEqualTo(0xfe);
    }
  }

  @Test
  void signalsAnEventInsteadOfAnExit() throws Exception {
    // mov eax,1; mov [0x50],eax; mov eax,2; mov [0x50],eax; out 0x70,al
    String code = "66 b8 01 00 00 00 66 a3 50 00 66 b8 02 00 00 00 66 a3 50 00 e6 70";
    try (TinyGuest guest = new TinyGuest(code);
        Fd event = Sys.events().eventfd(0, Epoll.EFD_NONBLOCK)) {
      guest.vm.ioeventfd(event, TinyGuest.DEVICES + 0x50, 1);
      VcpuExit.Mmio other = (VcpuExit.Mmio) guest.vcpu.run();
      assertThat(other.value()).isEqualTo(2);
      assertThat(Sys.events().drain(event)).isEqualTo(1);
      assertThat(guest.vcpu.run()).isInstanceOf(VcpuExit.Io.class);
    }
  }

  /// On a busy host a thread may have to wait for a CPU, hence the few that may take longer.
  @Test
  void stopsASpinningGuestEachTime() throws Exception {
    int late = 0;
    try (TinyGuest guest = new TinyGuest("eb fe")) { // jmp $
      for (int i = 0; i < 100; i++) {
        Runner runner = new Runner(() -> enterAndRun(guest.vcpu, VcpuExit.Interrupted.class));
        runner.start();
        Thread.sleep(i % 5);
        long start = System.nanoTime();
        guest.vcpu.interrupt();
        runner.join(10_000);
        late += System.nanoTime() - start > 100_000_000 ? 1 : 0;
        assertThat(runner.isAlive()).isFalse();
        runner.rethrow();
      }
    }
    assertThat(late).isLessThan(10);
  }

  private static void enterAndRun(Vcpu vcpu, Class<?> exit) throws Exception {
    vcpu.enter();
    try {
      assertThat(vcpu.run()).isInstanceOf(exit);
    } finally {
      vcpu.leave();
    }
  }

  @Test
  void losesNoInterruptionBeforeTheRun() throws Exception {
    try (TinyGuest guest = new TinyGuest("eb fe")) {
      guest.vcpu.interrupt(); // before any thread has entered
      inThread(
          () -> {
            enterAndRun(guest.vcpu, VcpuExit.Interrupted.class);
            guest.vcpu.enter();
            guest.vcpu.interrupt(); // by the flag and by the signal
            assertThat(guest.vcpu.run()).isEqualTo(new VcpuExit.Interrupted());
            guest.vcpu.leave();
            guest.vcpu.interrupt(); // nobody to signal
            enterAndRun(guest.vcpu, VcpuExit.Interrupted.class);
          });
    }
  }

  @Test
  void runsOnAfterAnInterruption() throws Exception {
    try (TinyGuest guest = new TinyGuest("e6 70")) { // out 0x70,al
      inThread(
          () -> {
            guest.vcpu.enter();
            guest.vcpu.interrupt();
            guest.vcpu.interrupt();
            assertThat(guest.vcpu.run()).isEqualTo(new VcpuExit.Interrupted());
            assertThat(guest.vcpu.run()).isInstanceOf(VcpuExit.Io.class);
            guest.vcpu.leave();
          });
    }
  }

  @Test
  void ignoresInterruptionsAfterTheEnd() throws Exception {
    TinyGuest guest = new TinyGuest("eb fe");
    guest.close();
    guest.vcpu.interrupt();
  }

  @Test
  void givesBackTheStateThatWasSet() throws Exception {
    try (TinyGuest guest = new TinyGuest("eb fe")) {
      Struct regs = new Struct(kvm_regs.sizeof);
      guest.vcpu.getRegs(regs);
      assertThat(regs.int64(kvm_regs.rip)).isEqualTo(0x1000);
      Struct fpu = new Struct(kvm_fpu.sizeof);
      fpu.putInt16(kvm_fpu.fcw, 0x37f);
      fpu.putInt32(kvm_fpu.mxcsr, 0x1f80);
      guest.vcpu.setFpu(fpu);
      guest.vcpu.getFpu(fpu);
      assertThat(fpu.uint16(kvm_fpu.fcw)).isEqualTo(0x37f);
      Struct lapic = new Struct(kvm_lapic_state.sizeof);
      guest.vcpu.getLapic(lapic);
      lapic.putInt32(0x350, 0x700);
      guest.vcpu.setLapic(lapic);
      guest.vcpu.getLapic(lapic);
      assertThat(lapic.int32(0x350)).isEqualTo(0x700);
      assertThat(guest.vcpu.mpState()).isEqualTo(Kvm.KVM_MP_STATE_RUNNABLE);
      guest.vcpu.setMpState(Kvm.KVM_MP_STATE_HALTED);
      assertThat(guest.vcpu.mpState()).isEqualTo(Kvm.KVM_MP_STATE_HALTED);
      assertThat(guest.vcpu.tscKhz()).isPositive();
    }
  }

  @Test
  void takesTheHostsCpuid() throws Exception {
    try (TinyGuest guest = new TinyGuest("eb fe")) {
      Struct cpuid = guest.kvm.supportedCpuid();
      int entries = cpuid.int32(kvm_cpuid2.nent);
      assertThat(entries).isBetween(5, 256);
      guest.vcpu.setCpuid(cpuid);
      Struct got = new Struct(kvm_cpuid2.sizeof + entries * kvm_cpuid_entry2.sizeof);
      got.putInt32(kvm_cpuid2.nent, entries);
      guest.vcpu.getCpuid(got);
      assertThat(got.int32(kvm_cpuid2.nent)).isEqualTo(entries);
      assertThat(guest.kvm.maxVcpus()).isPositive();
    }
  }

  @Test
  void namesTheRegisterThatIsRefused() throws Exception {
    try (TinyGuest guest = new TinyGuest("eb fe")) {
      guest.vcpu.setCpuid(guest.kvm.supportedCpuid());
      Struct msrs = new Struct(kvm_msrs.sizeof + 2 * kvm_msr_entry.sizeof);
      msrs.putInt32(kvm_msrs.nmsrs, 1);
      msrs.putInt32(kvm_msrs.entries + kvm_msr_entry.index, 0x174);
      msrs.putInt64(kvm_msrs.entries + kvm_msr_entry.data, 0x10);
      guest.vcpu.setMsrs(msrs);
      msrs.putInt32(kvm_msrs.nmsrs, 2);
      int second = kvm_msrs.entries + kvm_msr_entry.sizeof;
      msrs.putInt32(second + kvm_msr_entry.index, 0xbad0bad0);
      assertThatThrownBy(() -> guest.vcpu.setMsrs(msrs))
          .hasMessage("ioctl(KVM_SET_MSRS, vcpu=0, msr=0xbad0bad0): EINVAL (Invalid argument)");
      assertThatThrownBy(() -> guest.vcpu.getMsrs(msrs))
          .hasMessage("ioctl(KVM_GET_MSRS, vcpu=0, msr=0xbad0bad0): EINVAL (Invalid argument)");
    }
  }

  @Test
  void namesTheSlotThatIsRefused() throws Exception {
    try (TinyGuest guest = new TinyGuest("eb fe")) {
      assertThatThrownBy(() -> guest.vm.setMemory(1, 0x100001L, 0x1000, 0x1000))
          .hasMessage(
              "ioctl(KVM_SET_USER_MEMORY_REGION, slot=1, address=0x100001, size=0x1000):"
                  + " EINVAL (Invalid argument)");
    }
  }

  @Test
  void connectsAnInterruptOnce() throws Exception {
    try (TinyGuest guest = new TinyGuest("eb fe");
        Fd event = Sys.events().eventfd(0, Epoll.EFD_NONBLOCK)) {
      guest.vm.irqfd(event, 5);
      guest.vm.setIrqLine(4, true);
      assertThatThrownBy(() -> guest.vm.irqfd(event, 5))
          .hasMessage("ioctl(KVM_IRQFD, fd=%s, gsi=5): EBUSY (Device or resource busy)", event);
    }
  }
}
