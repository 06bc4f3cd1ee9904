package io.stage1kvm.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RootedPathTest {
  @TempDir private Path root;

  @BeforeEach
  void fill() throws IOException {
    Files.createDirectories(root.resolve("usr/bin"));
    Files.writeString(root.resolve("usr/bin/sh"), "");
    Files.createSymbolicLink(root.resolve("bin"), Path.of("usr/bin"));
    Files.createSymbolicLink(root.resolve("usr/bin/dash"), Path.of("/bin/sh"));
    Files.createSymbolicLink(root.resolve("out"), Path.of("../../../../etc"));
    Files.createSymbolicLink(root.resolve("loop"), Path.of("/loop"));
  }

  @Test
  void followsRelativeAndAbsoluteLinksInside() throws IOException {
    assertThat(RootedPath.resolve(root, "/bin/dash")).isEqualTo(root.resolve("usr/bin/sh"));
    assertThat(RootedPath.resolve(root, "bin//./dash")).isEqualTo(root.resolve("usr/bin/sh"));
  }

  @Test
  void neverLeavesTheRoot() throws IOException {
    assertThat(RootedPath.resolve(root, "/out/passwd")).isEqualTo(root.resolve("etc/passwd"));
    assertThat(RootedPath.resolve(root, "../../x")).isEqualTo(root.resolve("x"));
  }

  @Test
  void keepsALastLinkOnRequest() throws IOException {
    assertThat(RootedPath.resolveParent(root, "/bin/dash")).isEqualTo(root.resolve("usr/bin/dash"));
  }

  @Test
  void refusesALoop() {
    assertThatThrownBy(() -> RootedPath.resolve(root, "/loop"))
        .isInstanceOf(IOException.class)
        .hasMessage("too many levels of symbolic links in '/loop'");
  }
}
