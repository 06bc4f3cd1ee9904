package io.stage1kvm.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stage1kvm.boot.Boot.BootStreams;
import io.stage1kvm.machine.TinyKernel;
import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.FlagReader;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// With `/dev/kvm`, of any kind.
@Timeout(30)
final class BootTest {

  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @TempDir Path directory;

  @BeforeEach
  void needsKvm() {
    assumeTrue(Files.exists(Path.of("/dev/kvm")), "this host has no /dev/kvm");
  }

  private int boot(String instructions, String... flags) throws Exception {
    Path kernel = directory.resolve("kernel");
    Files.write(kernel, TinyKernel.of(instructions));
    List<String> words = new ArrayList<>(List.of(flags));
    words.add(kernel.toString());
    FlagReader.Parsed line = FlagReader.everywhere(words, BootFlags.SET);
    PrintStream text = new PrintStream(err, true);
    return Boot.run(line, directory, new BootStreams(InputStream.nullInputStream(), out, text));
  }

  @Test
  void tellsAResetWithItsExitsAndTimes() throws Exception {
    Path milestones = directory.resolve("milestones");
    assertThat(boot(TinyKernel.RESET, "--exits", "--milestones=" + milestones)).isEqualTo(250);
    assertThat(err)
        .hasToString(
            """
            stage1-kvm: the guest has asked for a reset
            {"exits":1,"byReason":[{"reason":"port write","place":"0x64","count":1}]}
            """);
    assertThat(milestones)
        .content()
        .contains("{\"name\":\"first run\",\"monotonicNs\":")
        .contains("{\"name\":\"end\",\"monotonicNs\":");
  }

  @Test
  void tellsAPowerOff() throws Exception {
    // mov dx,0x600; mov al,0x34; out dx,al: the sleep control of ACPI
    assertThat(boot("66 ba 00 06 b0 34 ee eb fe", "--acpi", "--balloon")).isZero();
    assertThat(err.toString()).isEmpty();
  }

  @Test
  void tellsATripleFault() throws Exception {
    assertThat(boot("0f 0b")).isEqualTo(251);
    assertThat(err).hasToString("stage1-kvm: vcpu 0: triple fault at 0x100000\n");
  }

  @Test
  void showsTheSerialPort() throws Exception {
    // mov dx,0x3f8; mov al,'h'; out dx,al; mov al,'i'; out dx,al; the reset
    String code = "66 ba f8 03 b0 68 ee b0 69 ee " + TinyKernel.RESET;
    assertThat(boot(code, "--serial")).isEqualTo(250);
    assertThat(out).hasToString("hi");
  }

  @Test
  void opensDisks() throws Exception {
    Path disk = directory.resolve("disk");
    Files.write(disk, new byte[1024]);
    assertThat(boot(TinyKernel.RESET, "--disk=" + disk, "--disk=" + disk + ",ro")).isEqualTo(250);
  }

  @Test
  void saysWhatItCannotOpen() throws Exception {
    assertThat(boot(TinyKernel.RESET, "--disk=/missing")).isEqualTo(254);
    assertThat(err.toString())
        .isEqualTo(
            "stage1-kvm: cannot start the machine: openat(dirfd=AT_FDCWD, '/missing', O_RDWR): ENOENT"
                + " (No such file or directory)\n");
    err.reset();
    assertThat(boot(TinyKernel.RESET, "--initramfs=/missing")).isEqualTo(254);
    assertThat(boot(TinyKernel.RESET, "--share=a=/tmp", "--virtiofsd=/missing")).isEqualTo(254);
    assertThat(err.toString()).contains("cannot ask virtiofsd '/missing' for its version: ");
    assertThatThrownBy(() -> boot(TinyKernel.RESET, "two"))
        .isInstanceOf(FlagException.class)
        .hasMessageStartingWith("kernel 'two ");
  }
}
