package io.stage1kvm.machine.helper;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.machine.Virtiofsd;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

final class VirtiofsdOptionsTest {

  @Test
  void speaksTheOptionsOfTheOneInC() {
    Virtiofsd virtiofsd =
        new Virtiofsd(List.of("ld.so", "--library-path", "lib", "virtiofsd"), Virtiofsd.Kind.C);

    assertThat(VirtiofsdOptions.command(virtiofsd, Path.of("/a,b/share")))
        .containsExactly(
            "ld.so",
            "--library-path",
            "lib",
            "virtiofsd",
            "--fd=3",
            "-f",
            "-o",
            "source=/a\\,b/share",
            "-o",
            "sandbox=chroot,announce_submounts,cache=auto,xattr,posix_acl,log_level=warn");
  }

  @Test
  void namesTheDirectoryAbsolutely() {
    Virtiofsd virtiofsd = new Virtiofsd(List.of("virtiofsd"), Virtiofsd.Kind.C);

    assertThat(VirtiofsdOptions.command(virtiofsd, Path.of("share")))
        .contains("source=" + Path.of("share").toAbsolutePath());
  }

  @Test
  void speaksTheOptionsOfTheOneInRust() {
    Virtiofsd virtiofsd = new Virtiofsd(List.of("virtiofsd"), Virtiofsd.Kind.RUST);

    assertThat(VirtiofsdOptions.command(virtiofsd, Path.of("/a,b/share")))
        .containsExactly(
            "virtiofsd",
            "--fd=3",
            "--shared-dir=/a,b/share",
            "--sandbox=chroot",
            "--announce-submounts",
            "--cache=auto",
            "--xattr",
            "--posix-acl",
            "--log-level=warn");
  }
}
