package io.stage1kvm.stage1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.pod.PodDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GcTest {
  @TempDir private Path directory;
  private PodDirectory pod;

  @BeforeEach
  void makePod() throws IOException {
    pod = new PodDirectory(directory);
    Files.createDirectories(pod.runDirectory());
    Files.createDirectories(pod.share());
    Files.writeString(pod.runDirectory().resolve("fs0.sock"), "");
    Files.writeString(pod.controlSocket(), "");
  }

  @Test
  void removesWhatIsLeftAnyNumberOfTimes() throws Exception {
    Gc.clean(pod);
    Gc.clean(pod);
    assertThat(pod.state()).isEmptyDirectory();
  }

  @Test
  void touchesNothingThatIsStillShared() throws Exception {
    Path precious = pod.share().resolve("volumes/data/precious");
    Files.createDirectories(precious.getParent());
    Files.writeString(precious, "mine");
    assertThatThrownBy(() -> Gc.clean(pod)).isInstanceOf(Stage1Exception.class);
    assertThat(precious).hasContent("mine");
  }
}
