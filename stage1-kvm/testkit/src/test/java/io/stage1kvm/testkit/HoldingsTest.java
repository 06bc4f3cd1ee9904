package io.stage1kvm.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.channels.Pipe;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class HoldingsTest {
  @TempDir private Path dir;

  @Test
  void countsDescriptorsByKind() throws Exception {
    Pipe.open().sink().close(); // What the JVM opens for the first one stays.
    Holdings before = Holdings.now();
    Pipe pipe = Pipe.open();
    assertThat(Holdings.now().descriptors().get("pipe:[]"))
        .isEqualTo(before.descriptors().getOrDefault("pipe:[]", 0) + 2);
    pipe.sink().close();
    pipe.source().close();
    assertThat(Holdings.now().descriptors()).isEqualTo(before.descriptors());
  }

  @Test
  void countsThreadsByName() throws Exception {
    CountDownLatch end = new CountDownLatch(1);
    Thread thread =
        Thread.ofPlatform()
            .name("held")
            .start(
                () -> {
                  try {
                    end.await();
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                });
    while (!Holdings.now().threads().containsKey("held")) {
      Thread.sleep(1); // It names itself.
    }
    end.countDown();
    thread.join();
    Holdings now = Holdings.now();
    for (int i = 0; i < 1000 && now.threads().containsKey("held"); i++) {
      Thread.sleep(10);
      now = Holdings.now();
    }
    assertThat(now.threads()).doesNotContainKey("held").containsKey("java");
  }

  @Test
  void countsMappingsByFile() throws Exception {
    Path file = Files.write(dir.resolve("mapped"), new byte[4096]);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      var bytes = channel.map(MapMode.READ_ONLY, 0, 4096);
      assertThat(Holdings.now().mappings()).containsEntry(file.toRealPath().toString(), 1);
      assertThat(bytes.get(0)).isZero();
    }
  }

  @Test
  void tellsWhatHasChanged() throws Exception {
    Holdings before = Holdings.now();
    assertThat(before.changes()).isEmpty();
    SortedMap<String, Integer> more = new TreeMap<>(before.descriptors());
    more.merge("socket:[]", 2, Integer::sum);
    Holdings after = new Holdings(more, before.threads(), before.mappings(), 1000);
    int sockets = more.get("socket:[]");
    assertThat(before.changes(after))
        .containsExactly(
            "descriptors of socket:[]: " + sockets + ", were " + (sockets - 2),
            "anonymous mappings: 1000, were " + before.anonymous());
  }

  @Test
  void sumsUp() throws Exception {
    assertThat(Holdings.now().summary())
        .matches("\\d+ descriptors, \\d+ threads, \\d+ mappings of files, \\d+ others");
  }
}
