package io.stage1kvm.stage1;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.pod.PodDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PodStatusTest {
  @TempDir private Path directory;
  private PodDirectory pod;
  private PodStatus status;

  @BeforeEach
  void makePod() throws IOException {
    pod = new PodDirectory(directory);
    status = new PodStatus(pod);
    Files.createDirectories(pod.statusDirectory());
  }

  @Test
  void writesThePidAndStatusesForEverybodyToRead() throws IOException {
    status.started(42);
    status.exited("app", 5);
    assertThat(pod.pid()).hasContent("42\n");
    assertThat(pod.status("app")).hasContent("5\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(pod.status("app"))))
        .isEqualTo("rw-r--r--");
    assertThat(pod.statusDirectory()).isDirectoryNotContaining("glob:**.new");
  }

  @Test
  void linksToReadyUntilThePodShutsDown() throws IOException {
    status.ready();
    status.ready();
    assertThat(Files.readSymbolicLink(pod.supervisorStatus())).isEqualTo(Path.of("ready"));
    status.shuttingDown();
    status.shuttingDown();
    assertThat(Files.exists(pod.supervisorStatus(), LinkOption.NOFOLLOW_LINKS)).isFalse();
  }
}
