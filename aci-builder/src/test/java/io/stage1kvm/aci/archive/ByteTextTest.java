package io.stage1kvm.aci.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class ByteTextTest {
  @Test
  void keepsUtf8AsItIs() {
    String text = "grüße/日本/\uD83D\uDE00/\uFFFD";
    assertThat(ByteText.decode(text.getBytes(UTF_8))).isEqualTo(text);
    assertThat(ByteText.encode(text)).isEqualTo(text.getBytes(UTF_8));
    assertThat(ByteText.isUtf8(text)).isTrue();
  }

  @Test
  void keepsBytesThatAreNotUtf8() {
    byte[] latin1 = {'a', (byte) 0xe4, 'b', (byte) 0xff};
    String text = ByteText.decode(latin1);
    assertThat(text).isEqualTo("a\uDCE4b\uDCFF");
    assertThat(ByteText.isUtf8(text)).isFalse();
    assertThat(ByteText.encode(text)).isEqualTo(latin1);
  }

  @Test
  void keepsAnyBytes() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      assertThat(ByteText.encode(ByteText.decode(bytes))).as("seed %d", seed).isEqualTo(bytes);
    }
  }

  @Test
  void showsWhatATerminalMustNotSee() {
    String text = ByteText.decode(new byte[] {0x1b, '[', 'm', (byte) 0x80, '\n', 'x'});
    assertThat(ByteText.show(text)).isEqualTo("\\x1b[m\\x80\\x0ax");
  }
}
