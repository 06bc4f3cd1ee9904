package io.stage1kvm.aci.extract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.Attributes;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.abi.Fcntl;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileQueueTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_000_000_000);

  @TempDir private Path home;

  private final FileQueue queue =
      new FileQueue(new FileMaker(new AttributeSetter(Ownership.IGNORE, new Omissions())));

  private Fd open(Path directory) throws IOException {
    Files.createDirectories(directory);
    return Sys.files().openat(Fd.CWD, directory.toString(), Fcntl.O_PATH | Fcntl.O_DIRECTORY);
  }

  private void add(Fd directory, String name, String text, int mode) throws IOException {
    byte[] content = text.getBytes(StandardCharsets.UTF_8);
    Attributes attributes = new Attributes(mode, 0, 0, TIME, List.of());
    AciEntry.File file = new AciEntry.File("rootfs/" + name, attributes, content.length);
    assertThat(FileQueue.takes(file)).isTrue();
    queue.add(
        directory,
        file,
        name.getBytes(StandardCharsets.UTF_8),
        new ByteArrayInputStream(content)::read);
  }

  @Test
  void makesWhatWasGivenToIt() throws Exception {
    for (int d = 0; d < 10; d++) {
      Fd directory = open(home.resolve("d" + d));
      for (int f = 0; f < 200; f++) {
        add(directory, "f" + f, (d + "," + f + " ").repeat(f), f % 2 == 0 ? 0644 : 0600);
      }
      queue.close(directory);
    }
    queue.drain();
    for (int d = 0; d < 10; d++) {
      for (int f = 0; f < 200; f++) {
        Path file = home.resolve("d" + d).resolve("f" + f);
        assertThat(file).hasContent((d + "," + f + " ").repeat(f));
        assertThat(Files.getLastModifiedTime(file).toInstant()).isEqualTo(TIME);
        assertThat((int) Files.getAttribute(file, "unix:mode") & 0777)
            .isEqualTo(f % 2 == 0 ? 0644 : 0600);
      }
    }
    queue.close();
  }

  @Test
  void makesFewWithoutAThread() throws Exception {
    try (queue;
        Fd directory = open(home)) {
      add(directory, "one", "text", 0644);
      queue.drain();
      assertThat(home.resolve("one")).hasContent("text");
      assertThat(Thread.getAllStackTraces().keySet())
          .noneMatch(t -> t.getName().equals("aci-files"));
    }
  }

  @Test
  void tellsLaterWhatFailed() throws Exception {
    Fd directory = open(home.resolve("d"));
    Files.createFile(home.resolve("d/f100"));
    assertThatThrownBy(
            () -> {
              for (int f = 0; f < 5000; f++) {
                add(directory, "f" + f, "text", 0644);
              }
              queue.drain();
            })
        .hasMessageMatching(
            "file 'rootfs/f100': openat\\(.*'f100', .*\\): EEXIST \\(File exists\\)");
    assertThatThrownBy(queue::drain).hasMessageStartingWith("file 'rootfs/f100': ");
    queue.close(directory);
    queue.close();
    assertThatThrownBy(directory::number).hasMessage("file descriptor is closed");
    assertThat(home.resolve("d/f99")).exists();
    assertThat(home.resolve("d/f101")).doesNotExist();
  }

  @Test
  void makesWhatItHasWhenItsCallerIsInterrupted() throws Exception {
    Fd directory = open(home.resolve("d"));
    int[] added = {0};
    Thread.currentThread().interrupt();
    assertThatThrownBy(
            () -> {
              for (; ; added[0]++) {
                add(directory, "f" + added[0], "text", 0644);
              }
            })
        .isInstanceOf(InterruptedIOException.class)
        .hasMessage("interrupted");
    queue.close(directory);
    queue.close();
    assertThat(Thread.interrupted()).isTrue();
    assertThatThrownBy(directory::number).hasMessage("file descriptor is closed");
    try (Stream<Path> files = Files.list(home.resolve("d"))) {
      assertThat(files).hasSize(added[0]);
    }
  }
}
