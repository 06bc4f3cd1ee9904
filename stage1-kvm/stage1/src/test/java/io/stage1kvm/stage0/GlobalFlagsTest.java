package io.stage1kvm.stage0;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.stage0.flag.Flags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GlobalFlagsTest {
  @TempDir private Path directory;

  private static DataDirectory data(Path dir) {
    return GlobalFlags.dataDirectory(new Flags(List.of(new Flags.Given("dir", dir.toString()))));
  }

  @Test
  void namesTheDataDirectoryAsTheTableOfMountsDoes() throws IOException {
    Path real = Files.createDirectory(directory.toRealPath().resolve("real"));
    Path link = Files.createSymbolicLink(directory.resolve("link"), real);
    assertThat(data(link)).isEqualTo(new DataDirectory(real));
    assertThat(data(link.resolve("new/data")))
        .isEqualTo(new DataDirectory(real.resolve("new/data")));
  }
}
