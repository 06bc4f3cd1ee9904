package io.stage1kvm.vmm.arch.x86;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AcpiTablesTest {
  private static final List<MmioDevice> ALL =
      IntStream.range(0, Layout.MAX_MMIO_DEVICES).mapToObj(Layout::device).toList();

  @Test
  void describesTheDevices() {
    List<MmioDevice> devices = List.of(Layout.device(0), Layout.device(18));
    assertThat(new AcpiDump(AcpiTables.of(1, devices, true)).aml())
        .containsExactly(
            "scope \\_SB_",
            "  device V000",
            "    _HID = LNRO0005",
            "    _UID = 0",
            "    _CCA = 1",
            "    _CRS = memory 0xd0000000 0x1000 1, irq 5 flags 3 count 1",
            "  device V001",
            "    _HID = LNRO0005",
            "    _UID = 1",
            "    _CCA = 1",
            "    _CRS = memory 0xd0012000 0x1000 1, irq 23 flags 3 count 1",
            "  device COM1",
            "    _HID = 0x105d041",
            "    _UID = 0",
            "    _CRS = ports 0x3f8 0x3f8 8, irq 4 flags 3 count 1",
            "\\_S5_ = [5, 0, 0, 0]");
  }

  @Test
  void hasNoDevices() {
    assertThat(new AcpiDump(AcpiTables.of(1, List.of(), false)).aml())
        .containsExactly("scope \\_SB_", "\\_S5_ = [5, 0, 0, 0]");
  }

  @Test
  void tellsThatThereIsNoHardwareToManage() {
    ByteBuffer fadt = new AcpiDump(AcpiTables.of(2, ALL, true)).table("FACP");
    assertThat(fadt.capacity()).isEqualTo(276);
    assertThat(fadt.get(8)).isEqualTo((byte) 6);
    assertThat(fadt.getShort(109)).isEqualTo((short) 0x24);
    assertThat(fadt.getInt(112)).isEqualTo(0x10_0431);
    assertThat(fadt.getInt(116)).isEqualTo(0x0100_0801);
    assertThat(fadt.getLong(120)).isEqualTo(0xcf9);
    assertThat(fadt.get(128)).isEqualTo((byte) 6);
    assertThat(fadt.getLong(248)).isEqualTo(0x600);
    assertThat(fadt.getLong(260)).isEqualTo(0x601);
  }

  @Test
  void listsProcessorsAndInterruptControllers() {
    for (int cpus = 1; cpus <= Layout.MAX_CPUS; cpus++) {
      ByteBuffer madt = new AcpiDump(AcpiTables.of(cpus, ALL, true)).table("APIC");
      assertThat(madt.getInt(36)).isEqualTo(0xfee0_0000);
      int at = 44;
      for (int i = 0; i < cpus; i++, at += 8) {
        assertThat(madt.getInt(at)).isEqualTo(i << 24 | i << 16 | 0x0800);
        assertThat(madt.getInt(at + 4)).isEqualTo(1);
      }
      assertThat(madt.getInt(at)).isEqualTo(cpus << 16 | 0x0c01);
      assertThat(madt.getInt(at + 4)).isEqualTo(0xfec0_0000);
      assertThat(madt.getInt(at + 12)).isEqualTo(0x00ff_0604);
      assertThat(madt.capacity()).isEqualTo(at + 18);
    }
  }

  /// By the tool that kernel developers use, which complains about what it does not understand.
  @Test
  void isUnderstoodByIasl(@TempDir Path directory) throws Exception {
    assumeTrue(hasIasl(), "iasl (acpica-tools) is not installed");
    AcpiDump dump = new AcpiDump(AcpiTables.of(4, ALL, true));
    for (String table : List.of("DSDT", "FACP", "APIC", "XSDT")) {
      byte[] bytes = new byte[dump.table(table).capacity()];
      dump.table(table).get(0, bytes);
      Path file = Files.write(directory.resolve(table.toLowerCase() + ".aml"), bytes);
      String source = table.toLowerCase() + ".dsl";
      assertThat(run(directory, "iasl", "-d", file.getFileName().toString()))
          .doesNotContainIgnoringCase("error")
          .doesNotContainIgnoringCase("warning")
          .doesNotContain("Checksum");
      // What it has written it must be able to read again: only then was it a program.
      if (table.equals("DSDT")) {
        assertThat(run(directory, "iasl", "-p", "again", source)).contains(" 0 Errors, 0 Warnings");
        assertThat(Files.readString(directory.resolve(source)))
            .contains("0xD0012000")
            .contains("EisaId (\"PNP0501\")");
      }
    }
  }

  private static boolean hasIasl() {
    return Stream.of(System.getenv("PATH").split(File.pathSeparator))
        .anyMatch(directory -> Files.isExecutable(Path.of(directory, "iasl")));
  }

  private static String run(Path directory, String... command) throws Exception {
    Process process =
        new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes());
    process.waitFor();
    return output;
  }
}
