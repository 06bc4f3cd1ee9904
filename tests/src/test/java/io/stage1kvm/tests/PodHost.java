package io.stage1kvm.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// A data directory and a place for files, for the tests of one class. Afterwards everything is
/// removed again, and what the product has left behind beyond that is a failure.
final class PodHost implements BeforeAllCallback, AfterAllCallback {
  private final List<Process> started = new ArrayList<>();
  private Path directory;
  private Images images;
  private int counter;

  @Override
  public void beforeAll(ExtensionContext context) throws IOException {
    directory = Files.createTempDirectory("stage1-kvm-e2e-").toRealPath();
    images = new Images(directory);
  }

  /// Where a test may put its files.
  Path directory() {
    return directory;
  }

  /// A new directory of a test.
  Path newDirectory(String name) throws IOException {
    return Files.createTempDirectory(directory, name + "-");
  }

  /// The data directory of the product. Where to unpack an image takes long, classes of tests that
  /// run one after another may share it.
  Path data() {
    String shared = System.getenv("STAGE1_KVM_TEST_DATA");
    return shared == null ? directory.resolve("data") : Path.of(shared);
  }

  Images images() {
    return images;
  }

  /// The command with this data directory.
  Command command(String... words) {
    return Dist.stage1Kvm("--dir=" + data()).with(words);
  }

  /// The command line of a new pod.
  synchronized PodLine pod() {
    return new PodLine(this, directory.resolve("pod-" + counter++ + ".uuid"));
  }

  /// A process to be ended with the class, if it has not ended before.
  synchronized void watch(Process process) {
    started.add(process);
  }

  /// Deletes all pods that have ended.
  Outcome gc() {
    return command("gc", "--grace-period=0s").run().expect(0);
  }

  @Override
  public void afterAll(ExtensionContext context) throws IOException, InterruptedException {
    for (Process process : started) {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    }
    List<String> left = new ArrayList<>();
    try {
      if (Files.exists(data())) {
        gc();
        left.addAll(Traces.await(data()));
      }
    } finally {
      Traces.remove(directory);
    }
    if (!left.isEmpty()) {
      throw new AssertionError("left behind:\n" + String.join("\n", left));
    }
  }
}
