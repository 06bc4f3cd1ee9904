package io.stage1kvm.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class MachineConfigTest {

  private static MachineConfig config(int vcpus, int memory, String... tags) {
    Executables executables =
        new Executables(
            Path.of("child"),
            new Virtiofsd(List.of("virtiofsd"), Virtiofsd.Kind.C),
            "qemu-system-x86_64");
    return new MachineConfig(
        "pod",
        Path.of("vmlinux"),
        Path.of("initramfs"),
        "",
        vcpus,
        memory,
        List.of(tags).stream().map(tag -> new SharedDirectory(tag, Path.of("/"))).toList(),
        false,
        Path.of("run"),
        executables);
  }

  @Test
  void refusesWhatNoMachineCanBe() {
    assertThatThrownBy(() -> config(0, 128)).hasMessage("vcpus '0' must be 1 to 255");
    assertThatThrownBy(() -> config(1, 31)).hasMessage("memoryMiB '31' must be at least 32");
    assertThatThrownBy(() -> config(1, 128, "a", "a")).hasMessage("tag 'a' must be unique");
    assertThatThrownBy(() -> config(1, 128, "")).hasMessage("tag '' must have 1 to 36 bytes");
    assertThat(config(1, 128, "a", "b").sharedDirectories()).hasSize(2);
  }

  @Test
  void tellsTheTwoFileServersApart() {
    String c =
        """
        virtiofsd version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18)
        using FUSE kernel interface version 7.36
        """;
    assertThat(Virtiofsd.kindOf(c)).isEqualTo(Virtiofsd.Kind.C);
    assertThat(Virtiofsd.kindOf("virtiofsd 1.10.1\n")).isEqualTo(Virtiofsd.Kind.RUST);
  }
}
