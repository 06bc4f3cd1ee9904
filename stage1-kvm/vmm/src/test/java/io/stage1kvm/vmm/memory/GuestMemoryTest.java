package io.stage1kvm.vmm.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.sys.Mapping;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.abi.Mman;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GuestMemoryTest {
  private static final long MIB = 1 << 20;
  private static final long GIB = 1 << 30;

  @Test
  void liesAroundTheGap() throws Exception {
    try (GuestMemory memory = GuestMemory.create(6 * GIB)) {
      assertThat(memory.regions())
          .containsExactly(
              new MemoryRegion(0, 3 * GIB, 0), new MemoryRegion(4 * GIB, 3 * GIB, 3 * GIB));
      assertThat(memory.regions().getLast().end()).isEqualTo(7 * GIB);
      memory.putLong(7 * GIB - 8, 42);
      assertThat(memory.getLong(7 * GIB - 8)).isEqualTo(42);
      assertThatThrownBy(() -> memory.getU8(7 * GIB)).isInstanceOf(GuestFault.class);
      assertThatThrownBy(() -> memory.getU8(3 * GIB)).isInstanceOf(GuestFault.class);
      assertThatThrownBy(() -> memory.hostAddress(3 * GIB - 1, 2)).isInstanceOf(GuestFault.class);
    }
  }

  @Test
  void isLittleEndian() throws Exception {
    try (GuestMemory memory = GuestMemory.create(MIB)) {
      memory.putLong(16, 0x8877_6655_4433_2211L);
      assertThat(memory.getU8(16)).isEqualTo(0x11);
      assertThat(memory.getU8(23)).isEqualTo(0x88);
      assertThat(memory.getU16(22)).isEqualTo(0x8877);
      assertThat(memory.getInt(20)).isEqualTo(0x8877_6655);
      assertThat(memory.getU32(20)).isEqualTo(0x8877_6655L);
      memory.putU16(16, 0x1_abcd);
      memory.putU8(18, 0x1ee);
      memory.putInt(20, 7);
      assertThat(memory.getLong(16)).isEqualTo(0x0000_0007_44ee_abcdL);
    }
  }

  @Test
  void copiesAcrossItsWindows() throws Exception {
    byte[] data = new byte[10_000];
    new Random(1).nextBytes(data);
    byte[] copy = new byte[data.length + 2];
    try (GuestMemory memory = GuestMemory.create(2 * GIB)) {
      memory.write(GIB - 5_000, data);
      memory.read(GIB - 5_000, copy, 1, data.length);
    }
    assertThat(copy).startsWith(0).endsWith(0).containsSequence(data);
  }

  @ParameterizedTest
  @CsvSource({
    "100000, 0xfffff, 2",
    "100000, 0x100000, 1",
    "100000, 0, 0x100001",
    "100000, 0, -1",
    "100000, -1, 1",
    "100000, -1, 0",
    "100000, 1, 0x7fffffffffffffff",
    "100000, 0x7fffffffffffffff, 0x7fffffffffffffff",
    "100000, 0xffffffffffffffff, 2",
  })
  void refusesWhatIsOutside(String size, String address, String length) throws Exception {
    long at = number(address);
    long bytes = number(length);
    try (GuestMemory memory = GuestMemory.create(Long.parseLong(size, 16))) {
      assertThatThrownBy(() -> memory.hostAddress(at, bytes))
          .isInstanceOf(GuestFault.class)
          .hasMessage(
              "guest memory '0x%x' of %s bytes must be inside the guest's memory"
                  .formatted(at, Long.toUnsignedString(bytes)));
    }
  }

  private static long number(String text) {
    return text.startsWith("0x")
        ? Long.parseUnsignedLong(text.substring(2), 16)
        : Long.parseLong(text);
  }

  @Test
  void refusesUnalignedValues() throws Exception {
    try (GuestMemory memory = GuestMemory.create(MIB)) {
      assertThatThrownBy(() -> memory.getU16(1))
          .hasMessage("guest address '0x1' must be a multiple of 2");
      assertThatThrownBy(() -> memory.putInt(2, 0))
          .hasMessage("guest address '0x2' must be a multiple of 4");
      assertThatThrownBy(() -> memory.getLong(MIB - 4))
          .hasMessage("guest address '0xffffc' must be a multiple of 8");
    }
  }

  @Test
  void isSeenThroughItsFileAndItsHostAddress() throws Exception {
    try (GuestMemory memory = GuestMemory.create(MIB);
        Mapping other =
            Sys.memory()
                .map(memory.file(), 0, MIB, Mman.PROT_READ | Mman.PROT_WRITE, Mman.MAP_SHARED)) {
      memory.putLong(4096, 99);
      assertThat(Sys.memory().view(other, 4096, 8).getLong(0)).isEqualTo(99);
      assertThat(memory.hostAddress(4096, 8) - memory.hostAddress(0, 8)).isEqualTo(4096);
    }
  }

  @Test
  void givesPagesBackToTheHost() throws Exception {
    try (GuestMemory memory = GuestMemory.create(MIB)) {
      memory.putLong(4096, 1);
      memory.putLong(8192, 2);
      memory.discard(4096, 4096);
      assertThat(memory.getLong(4096)).isZero();
      assertThat(memory.getLong(8192)).isEqualTo(2);
      assertThatThrownBy(() -> memory.discard(4096, 100)).isInstanceOf(GuestFault.class);
      assertThatThrownBy(() -> memory.discard(MIB, 4096)).isInstanceOf(GuestFault.class);
    }
  }

  @Test
  void refusesOddSizes() {
    assertThatThrownBy(() -> GuestMemory.create(MIB + 1))
        .hasMessage("memory size '1048577' must be whole pages and at least 1 MiB");
  }
}
