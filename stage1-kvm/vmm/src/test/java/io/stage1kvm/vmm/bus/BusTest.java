package io.stage1kvm.vmm.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class BusTest {
  private final Bus bus = new Bus();

  /// Answers with its name and the offset, and notes what is written.
  private record Recorder(long name, List<String> writes) implements BusDevice {
    @Override
    public long read(long offset, int size) {
      return name + offset;
    }

    @Override
    public void write(long offset, int size, long value) {
      writes.add(offset + "/" + size + "=" + value);
    }
  }

  private Recorder at(long base, long length, long name) {
    Recorder device = new Recorder(name, new ArrayList<>());
    bus.add(base, length, device);
    return device;
  }

  @Test
  void findsTheDeviceAndItsOffset() throws Exception {
    Recorder upper = at(0x2000, 0x1000, 200);
    Recorder lower = at(0x1000, 0x1000, 100);
    assertThat(bus.read(0x1004, 4)).isEqualTo(104);
    assertThat(bus.read(0x2ff8, 8)).isEqualTo(200 + 0xff8);
    bus.write(0x1fff, 1, 7);
    bus.write(0x2000, 2, 8);
    assertThat(lower.writes()).containsExactly("4095/1=7");
    assertThat(upper.writes()).containsExactly("0/2=8");
  }

  @Test
  void answersWithOnesWhereNobodyIs() throws Exception {
    Recorder device = at(0x1000, 0x10, 0);
    assertThat(bus.read(0xfff, 1)).isEqualTo(-1);
    assertThat(bus.read(0x100e, 4)).isEqualTo(-1);
    assertThat(bus.read(-8, 8)).isEqualTo(-1);
    bus.write(0x1010, 1, 1);
    assertThat(device.writes()).isEmpty();
  }

  @Test
  void refusesOverlaps() {
    at(0x1000, 0x1000, 0);
    assertThatThrownBy(() -> at(0x1fff, 0x10, 0))
        .hasMessage("range '0x1fff' of 0x10 bytes must not overlap the one at 0x1000");
    assertThatThrownBy(() -> at(-1, 0x10, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> at(Long.MAX_VALUE, 1, 0)).isInstanceOf(IllegalArgumentException.class);
  }
}
