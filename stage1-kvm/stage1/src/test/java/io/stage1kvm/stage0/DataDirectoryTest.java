package io.stage1kvm.stage0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
  private static final int COMMANDS = 4;

  @TempDir private Path home;

  @Test
  void isMadeByCommandsThatStartAtOnce() throws Exception {
    CyclicBarrier start = new CyclicBarrier(COMMANDS);
    try (ExecutorService commands = Executors.newFixedThreadPool(COMMANDS)) {
      for (int round = 0; round < 200; round++) {
        DataDirectory data = new DataDirectory(home.resolve("data" + round));
        List<Future<?>> made = new ArrayList<>();
        for (int i = 0; i < COMMANDS; i++) {
          made.add(
              commands.submit(
                  () -> {
                    start.await();
                    data.create();
                    return null;
                  }));
        }
        for (Future<?> one : made) {
          one.get();
        }
        assertThat(data.pods(PodStage.RUN)).isDirectory();
        assertThat(data.fileIndex()).isDirectory();
      }
    }
  }

  @Test
  void letsOwnerAndGroupIn() throws Exception {
    DataDirectory data = new DataDirectory(home.resolve("data"));
    data.create();
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.trees())))
        .isEqualTo("rwxr-x---");
  }

  @Test
  void refusesFileInItsPlace() throws Exception {
    DataDirectory data = new DataDirectory(home.resolve("data"));
    Files.createDirectory(data.root());
    Files.createFile(data.root().resolve("pods"));
    assertThatThrownBy(data::create)
        .isInstanceOf(Stage0Exception.class)
        .hasMessageStartingWith("cannot make data directory '" + data.root() + "': ");
  }
}
