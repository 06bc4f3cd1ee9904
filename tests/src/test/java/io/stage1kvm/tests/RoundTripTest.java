package io.stage1kvm.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A whole Debian root file system becomes an image and a directory again, and nothing is lost:
/// owners, modes, times to the nanosecond, capabilities, devices, hard links, contents. GNU tar
/// is the judge.
class RoundTripTest {
  /// As tar sees a tree, without anything that is not the tree's.
  private static final List<String> TAR =
      List.of(
          "tar",
          "--sort=name",
          "--numeric-owner",
          "--format=posix",
          "--pax-option=exthdr.name=%d/PaxHeaders/%f,delete=atime,delete=ctime",
          "--xattrs",
          "--xattrs-include=*");

  @TempDir private Path dir;

  @BeforeEach
  void requireRoot() throws IOException {
    assumeTrue(
        Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0),
        "needs root, for owners and devices");
  }

  /// JUnit would do it too, with a warning for each absolute link.
  @AfterEach
  void removeTrees() {
    Command.of("rm", "-rf", dir.resolve("target").toString(), dir.resolve("copy").toString())
        .run()
        .expect(0);
  }

  private Path archive(Path tree) {
    Path archive = dir.resolve(tree.getFileName() + ".tar");
    new Command(TAR)
        .with("-C", tree.toString(), "-cf", archive.toString(), ".")
        .within(Duration.ofSeconds(250))
        .run()
        .expect(0);
    return archive;
  }

  private static List<String> entries(Path archive) {
    return new Command(TAR)
        .with("--full-time", "-tvvf", archive.toString())
        .within(Duration.ofSeconds(250))
        .run()
        .expect(0)
        .out()
        .lines()
        .toList();
  }

  /// Names come to the directories in the reverse order, under another umask, and all times are
  /// later.
  private void buildsTheSameBytesOfTheTreeMadeLaterInAnotherOrder(Path original) {
    Path copy = dir.resolve("copy");
    String script =
        """
        umask 077
        mkdir "$2"
        cd "$1"
        find . -mindepth 1 -print0 | sort -zr |
          tar --no-recursion --xattrs --xattrs-include='*' -cf - --null -T - |
          tar -C "$2" --xattrs --xattrs-include='*' --numeric-owner -xpf -
        chmod --reference="$1" "$2"
        find "$2" -exec touch -h -d '2030-01-01 12:34:56.789' {} +
        """;
    Command.of("bash", "-euo", "pipefail", "-c", script, "bash")
        .with(original.toString(), copy.toString())
        .within(Duration.ofSeconds(250))
        .run()
        .expect(0);
    Path one = dir.resolve("one.aci");
    Path other = dir.resolve("other.aci");
    aci("build", "--timestamp=0", "--name=example.com/a", original.toString(), one.toString());
    aci("build", "--timestamp=0", "--name=example.com/a", copy.toString(), other.toString());
    String differences =
        Dist.aci("diff", one.toString(), other.toString())
            .within(Duration.ofSeconds(250))
            .run()
            .out();
    assertThat(differences).isEmpty();
    assertThat(one).hasSameBinaryContentAs(other);
  }

  private static void aci(String... arguments) {
    Dist.aci(arguments).within(Duration.ofSeconds(250)).run().expect(0);
  }

  @Test
  @Timeout(value = 20, unit = TimeUnit.MINUTES)
  void losesNothingOfADebianSystem() throws IOException {
    Path original = DebianRootfs.installed("iputils-ping");
    Path image = dir.resolve("debian.aci");
    Path again = dir.resolve("again.aci");
    Path target = dir.resolve("target");
    aci("build", "--name=example.com/debian", original.toString(), image.toString());
    aci("extract", image.toString(), target.toString());

    Path before = archive(original);
    Path after = archive(target.resolve("rootfs"));
    List<String> entries = entries(before);
    assertThat(entries(after)).isEqualTo(entries);
    assertThat(Files.mismatch(before, after)).as("first byte that differs").isEqualTo(-1);

    // What was there to lose.
    assertThat(entries).hasSizeGreaterThan(5_000);
    assertThat(entries).anyMatch(line -> line.startsWith("c") && line.endsWith("./dev/null"));
    assertThat(entries).anyMatch(line -> line.startsWith("h") && line.contains(" link to "));
    assertThat(entries).anyMatch(line -> line.matches(" *x: *[0-9]+ security.capability"));
    assertThat(entries).anyMatch(line -> line.startsWith("-rwsr-xr-x"));

    buildsTheSameBytesOfTheTreeMadeLaterInAnotherOrder(original);
    Dist.aci("build", target.toString(), again.toString())
        .behind("sh", "-c", "umask 077; exec \"$@\"", "sh")
        .within(Duration.ofSeconds(250))
        .run()
        .expect(0);
    assertThat(Files.mismatch(image, again)).as("first byte that differs").isEqualTo(-1);
  }
}
