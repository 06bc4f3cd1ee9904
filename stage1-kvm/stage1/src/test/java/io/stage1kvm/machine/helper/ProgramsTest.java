package io.stage1kvm.machine.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProgramsTest {

  @TempDir Path dir;

  @Test
  void findsInPath() throws Exception {
    Path program = Files.createFile(dir.resolve("qemu"));
    program.toFile().setExecutable(true);

    assertThat(Programs.find("qemu", "/no/such:" + dir, "x")).isEqualTo(program.toString());
    assertThat(Programs.find(program.toString(), "", "x")).isEqualTo(program.toString());
  }

  @Test
  void tellsWhatToInstall() {
    assertThatThrownBy(
            () -> Programs.find("qemu-system-x86_64", "/no/such", "apt install qemu-system-x86"))
        .hasMessage(
            "cannot find program 'qemu-system-x86_64': it is in no directory of PATH\n"
                + "hint: apt install qemu-system-x86");
    assertThatThrownBy(() -> Programs.find("/no/virtiofsd", "", "h"))
        .hasMessage("cannot find program '/no/virtiofsd': no such executable file\nhint: h");
  }
}
