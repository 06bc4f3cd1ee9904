package io.stage1kvm.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BinaryTest {
  @TempDir private Path rootfs;

  @BeforeEach
  void fill() throws IOException {
    for (String file : new String[] {"bin/sh", "usr/bin/tool", "opt/x/tool"}) {
      Files.createDirectories(rootfs.resolve(file).getParent());
      Files.writeString(rootfs.resolve(file), "");
      rootfs.resolve(file).toFile().setExecutable(true);
    }
    Files.writeString(rootfs.resolve("bin/tool"), "not executable");
  }

  private String find(String program, String directory, String path) throws PodException {
    return Binary.find("app", rootfs, program, directory, Optional.ofNullable(path));
  }

  @Test
  void leavesAnAbsolutePathAlone() throws PodException {
    assertThat(find("/missing", "/", null)).isEqualTo("/missing");
  }

  @Test
  void putsARelativePathBelowTheWorkingDirectory() throws PodException {
    assertThat(find("./x/tool", "/opt", null)).isEqualTo("/opt/./x/tool");
  }

  @Test
  void searchesABareName() throws PodException {
    assertThat(find("tool", "/", null)).isEqualTo("/usr/bin/tool");
    assertThat(find("tool", "/opt/x", null)).isEqualTo("/opt/x/tool");
    assertThat(find("tool", "/", "/bin:/opt/x")).isEqualTo("/opt/x/tool");
  }

  @Test
  void namesTheDirectoriesOfAFailedSearch() {
    assertThatThrownBy(() -> find("nope", "/", "/bin:/sbin"))
        .hasMessage("app 'app': unable to find \"nope\" in \"/bin:/sbin\"");
  }
}
