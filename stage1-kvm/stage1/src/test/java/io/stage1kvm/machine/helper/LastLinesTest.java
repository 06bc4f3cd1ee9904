package io.stage1kvm.machine.helper;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class LastLinesTest {

  private static String kept(String text) {
    LastLines lines = new LastLines();
    lines.drain(new ByteArrayInputStream(text.getBytes(StandardCharsets.ISO_8859_1)));
    return lines.toString();
  }

  @Test
  void keepsTheLastEight() {
    assertThat(kept("1\n2\n3\n4\n5\n6\n7\n8\n9\n10")).isEqualTo("3\n4\n5\n6\n7\n8\n9\n10");
  }

  @Test
  void cutsLongLinesAndControlCharacters() {
    assertThat(kept("x".repeat(5000) + "\n")).isEqualTo("x".repeat(300));
    assertThat(kept("a\u001b[31mb\r\n")).isEqualTo("a?[31mb?");
  }
}
