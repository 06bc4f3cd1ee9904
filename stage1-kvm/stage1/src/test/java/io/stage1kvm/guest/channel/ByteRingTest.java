package io.stage1kvm.guest.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ByteRingTest {
  @Test
  void givesBackInOrderWhateverTheSizes() {
    long seed = System.nanoTime();
    System.out.println("ByteRingTest seed " + seed);
    Random random = new Random(seed);
    ByteArrayOutputStream expected = new ByteArrayOutputStream();
    ByteArrayOutputStream taken = new ByteArrayOutputStream();
    ByteRing ring = new ByteRing(5000);
    for (int round = 0; round < 20_000; round++) {
      byte[] bytes = new byte[1 + random.nextInt(2000)];
      random.nextBytes(bytes);
      if (ring.size() + bytes.length <= 5000) {
        ring.put(bytes);
        expected.writeBytes(bytes);
      } else {
        taken.writeBytes(ring.take(1 + random.nextInt(4000)));
      }
    }
    taken.writeBytes(ring.take(5000));

    assertThat(ring.size()).isZero();
    assertThat(taken.toByteArray()).isEqualTo(expected.toByteArray());
  }

  @Test
  void refusesMoreThanItsLimit() {
    ByteRing ring = new ByteRing(10);
    ring.put(new byte[10]);

    assertThatThrownBy(() -> ring.put(new byte[1]))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("size '11' must be within the limit 10");
  }
}
