package io.stage1kvm.stage1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class AppLogTest {
  @TempDir private Path directory;

  private static ByteArrayOutputStream bytes(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    return out;
  }

  @Test
  void keepsTheNewestBytesWithinTheLimit() throws IOException {
    Path file = directory.resolve("app/log");
    try (AppLog log = AppLog.open(file, 200)) {
      for (int i = 0; i < 50; i++) {
        log.write(bytes("line %02d\n".formatted(i)));
      }
    }
    Path older = AppLog.older(file);
    assertThat(Files.size(file) + Files.size(older)).isLessThanOrEqualTo(200);
    assertThat(Files.readString(file)).endsWith("line 49\n");
    assertThat(Files.readString(older) + Files.readString(file)).contains("line 40\nline 41\n");
  }

  @Test
  void appendsToWhatIsThere() throws IOException {
    Path file = directory.resolve("log");
    for (String line : new String[] {"a\n", "b\n"}) {
      try (AppLog log = AppLog.open(file, 1000)) {
        log.write(bytes(line));
      }
    }
    assertThat(Files.readString(file)).isEqualTo("a\nb\n");
  }
}
