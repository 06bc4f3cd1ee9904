package io.stage1kvm.vmm;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.testkit.Fuzz;
import io.stage1kvm.vmm.arch.x86.Layout;
import io.stage1kvm.vmm.bus.Bus;
import io.stage1kvm.vmm.device.Serial16550;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Random accesses to all ports of a machine, of all sizes: no fault, and nothing but the end of
/// the machine comes of it.
final class PortFuzzTest {
  private static final int[] BASES = {
    Layout.COM1, Layout.I8042_DATA, Layout.RESET_CONTROL, Layout.ACPI_SLEEP, Layout.BOOT_TIMER
  };

  private Bus ports;
  private Ending ending;
  private long ends;
  private long sent;
  private long interrupts;

  @BeforeEach
  void open() {
    Milestones milestones = new Milestones();
    ending = new Ending(1, milestones);
    ports = new Bus();
    PortDevices.attach(ports, ending, milestones);
    ports.add(Layout.COM1, 8, new Serial16550(value -> sent++, () -> interrupts++));
  }

  @Test
  void survivesAnyAccess() throws Exception {
    Fuzz.of("ports", 1_000_000).run(this::step);
    assertThat(ends).isPositive();
    assertThat(sent).isPositive();
    assertThat(interrupts).isPositive();
  }

  private void step(SplittableRandom random) throws Exception {
    int size = 1 << random.nextInt(3);
    boolean anywhere = random.nextInt(8) == 0;
    int port = anywhere ? random.nextInt(1 << 16) : BASES[random.nextInt(5)] + random.nextInt(9);
    if (random.nextBoolean()) {
      ports.read(port, size);
    } else {
      ports.write(port, size, random.nextInt() & (1L << 8 * size) - 1);
    }
    if (ending.isDecided()) {
      ends++;
      open();
    }
  }
}
