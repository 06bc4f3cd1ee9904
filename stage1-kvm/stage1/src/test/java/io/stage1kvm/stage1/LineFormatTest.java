package io.stage1kvm.stage1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class LineFormatTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  private String take(LineFormat format, String... chunks) {
    for (String chunk : chunks) {
      byte[] bytes = chunk.getBytes(StandardCharsets.UTF_8);
      format.take(bytes, bytes.length, out);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void putsThePrefixBeforeEachLine() {
    LineFormat format = new LineFormat(LineFormat.console("etcd", 4, () -> 25_701_705_171_000L));
    assertThat(take(format, "one\ntw", "o\n", "thr"))
        .isEqualTo("[25701.705171] etcd[4]: one\n[25701.705171] etcd[4]: two\n");
    format.finish(out);
    assertThat(out.toString(StandardCharsets.UTF_8)).endsWith("etcd[4]: thr\n");
  }

  @Test
  void padsTheSeconds() {
    LineFormat format = new LineFormat(LineFormat.console("a", 1, () -> 5_000_042_000L));
    assertThat(take(format, "\n")).isEqualTo("[    5.000042] a[1]: \n");
  }

  @Test
  void cutsALineThatIsTooLong() {
    LineFormat format = new LineFormat(complete -> complete ? "F " : "P ");
    String text = take(format, "x".repeat(LineFormat.LIMIT + 3), "y\n");
    assertThat(text).isEqualTo("P " + "x".repeat(LineFormat.LIMIT) + "\nF xxxy\n");
  }

  @Test
  void keepsALineThatIsExactlyAtTheLimit() {
    LineFormat format = new LineFormat(complete -> complete ? "F " : "P ");
    assertThat(take(format, "x".repeat(LineFormat.LIMIT), "\n"))
        .isEqualTo("F " + "x".repeat(LineFormat.LIMIT) + "\n");
  }

  @Test
  void addsNothingAtTheEndOfAFinishedLine() {
    LineFormat format = new LineFormat(complete -> "");
    take(format, "a\n");
    format.finish(out);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("a\n");
  }
}
