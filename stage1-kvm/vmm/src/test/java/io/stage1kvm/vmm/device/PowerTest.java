package io.stage1kvm.vmm.device;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.vmm.bus.Bus;
import io.stage1kvm.vmm.bus.BusDevice;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The ports that end the machine.
class PowerTest {
  private final List<String> ends = new ArrayList<>();
  private final Bus ports = new Bus();

  PowerTest() {
    BusDevice keyboard = new KeyboardController(() -> ends.add("keyboard"));
    ports.add(0x60, KeyboardController.PORTS, keyboard);
    ports.add(0x600, SleepControl.PORTS, new SleepControl(5, () -> ends.add("off")));
    ports.add(0xcf9, 1, new ResetControl(() -> ends.add("reset")));
  }

  @ParameterizedTest
  @CsvSource({
    "64, 1, fe, keyboard",
    "64, 1, f0, keyboard",
    "64, 1, ff, ''",
    "64, 1, f1, ''",
    "64, 1, ee, ''",
    "64, 1, aa, ''",
    "60, 1, fe, ''",
    "61, 1, fe, ''",
    "cf9, 1, 6, reset",
    "cf9, 1, 4, reset",
    "cf9, 1, e, reset",
    "cf9, 1, 2, ''",
    "cf8, 4, 80000000, ''",
    "600, 1, 34, off",
    "600, 1, 14, ''",
    "600, 1, 20, ''",
    "600, 1, 3c, ''",
    "601, 1, 34, ''",
    "601, 1, 80, ''",
  })
  void ends(String port, int size, String value, String end) throws Exception {
    ports.write(Long.parseLong(port, 16), size, Long.parseLong(value, 16));
    assertThat(String.join(",", ends)).isEqualTo(end);
  }

  @ParameterizedTest
  @CsvSource({"60, ff", "61, ff", "64, fd", "cf9, 0", "600, 0", "601, 0"})
  void reads(String port, String value) throws Exception {
    long read = ports.read(Long.parseLong(port, 16), 1);
    assertThat(read & 0xff).isEqualTo(Long.parseLong(value, 16));
    assertThat(ends).isEmpty();
  }
}
