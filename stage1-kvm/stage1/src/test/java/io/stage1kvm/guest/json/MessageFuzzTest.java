package io.stage1kvm.guest.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.guest.message.GuestSessionException;
import io.stage1kvm.testkit.Fuzz;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Messages of a guest that were changed at random: taken, or a break of the protocol.
final class MessageFuzzTest {
  private static final byte[] ALPHABET =
      "{}[]\",:0123456789.eE+-\\untrfalse \u00e9\u0000".getBytes(StandardCharsets.UTF_8);

  private final List<String> names = List.copyOf(ReadTest.GOOD.keySet());
  private final List<byte[]> messages =
      names.stream().map(name -> ReadTest.payload("frames/" + name)).toList();
  private long taken;

  @Test
  void survivesAnyMessage() throws Exception {
    long refused =
        Fuzz.of("messages", 300_000)
            .refusing(GuestSessionException.class, () -> {})
            .run(this::step);
    assertThat(refused).isPositive();
    assertThat(taken).isPositive();
  }

  private void step(SplittableRandom random) throws Exception {
    int number = random.nextInt(names.size());
    byte[] message = messages.get(number).clone();
    for (int i = random.nextInt(3); i >= 0; i--) {
      message[random.nextInt(message.length)] = ALPHABET[random.nextInt(ALPHABET.length)];
    }
    int length = random.nextInt(4) == 0 ? random.nextInt(message.length) : message.length;
    try {
      ReadTest.read(names.get(number), Arrays.copyOf(message, length));
      taken++;
    } catch (GuestSessionException e) {
      assertThat(e.kind()).isEqualTo(GuestSessionException.Kind.PROTOCOL);
      throw e;
    }
  }
}
