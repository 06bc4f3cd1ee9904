package io.stage1kvm.vmm.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.vmm.device.BootTimer.Stamp;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class BootTimerTest {
  private final AtomicLong clock = new AtomicLong(100);
  private final BootTimer timer = new BootTimer(clock::getAndIncrement);

  @Test
  void notesTheTime() {
    assertThat(timer.stamps()).isEmpty();
    timer.write(0, 1, 0x40);
    timer.write(0, 1, 0x141);
    assertThat(timer.read(0, 1)).isZero();
    assertThat(timer.stamps()).containsExactly(new Stamp(0x40, 100), new Stamp(0x41, 101));
  }

  @Test
  void keepsOnlyTheFirst() {
    for (int i = 0; i < 1000; i++) {
      timer.write(0, 1, i & 0xff);
    }
    assertThat(timer.stamps()).hasSize(64).last().isEqualTo(new Stamp(63, 163));
  }
}
