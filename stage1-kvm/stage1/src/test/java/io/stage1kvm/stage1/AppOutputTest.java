package io.stage1kvm.stage1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AppOutputTest {
  @TempDir private Path directory;
  private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
  private final List<IOException> failures = new ArrayList<>();

  private AppOutput output(AppLog log, OutputStream console) {
    LogKeeper keeper = new LogKeeper(log, failures::add);
    return AppOutput.prefixed(keeper, "stdout", new Console(console), "app", () -> 7);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void showsWhatCannotBeLoggedAndTellsItOnce() throws IOException {
    try (AppLog log = AppLog.open(Path.of("/dev/full"), 1 << 20)) {
      AppOutput output = output(log, shown);
      output.write(bytes("one\ntwo\n"));
      output.write(bytes("three"));
      output.end();
    }
    assertThat(shown.toString(StandardCharsets.UTF_8).lines())
        .hasSize(3)
        .anyMatch(line -> line.endsWith("] app[7]: three"));
    assertThat(failures).hasSize(1);
    assertThat(failures.getFirst()).hasMessageContaining("No space left on device");
  }

  @Test
  void logsAgainWhenARotationHasFailed() throws IOException {
    Path file = directory.resolve("log");
    Path blocked = Files.createDirectories(AppLog.older(file).resolve("full"));
    try (AppLog log = AppLog.open(file, 40)) {
      AppOutput output = output(log, shown);
      output.write(bytes("one\n"));
      output.write(bytes("two\n"));
      Files.delete(blocked);
      output.write(bytes("three\n"));
    }
    assertThat(failures).hasSize(1);
    assertThat(Files.readString(file)).endsWith("three\n");
    assertThat(shown.toString(StandardCharsets.UTF_8).lines()).hasSize(3);
  }

  @Test
  void logsOnWhenNobodyReadsTheConsole() throws IOException {
    Path file = directory.resolve("log");
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("Broken pipe");
          }
        };
    try (AppLog log = AppLog.open(file, 1 << 20)) {
      AppOutput output = output(log, gone);
      output.write(bytes("one\n"));
      output.write(bytes("two\n"));
    }
    assertThat(Files.readString(file)).contains(" stdout F one\n").contains(" stdout F two\n");
  }
}
