package io.stage1kvm.vmm.virtio.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.SocketPair;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.testkit.Fuzz;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Answers of a server, changed at random: each is taken or refused with a clear text, at once.
final class VhostUserFuzzTest {
  private SplittableRandom random;
  private long taken;

  @Test
  void survivesAnyAnswer() throws Exception {
    long refused =
        Fuzz.of("vhost-user", 10_000).refusing(VhostUserException.class, () -> {}).run(this::step);
    assertThat(taken).isPositive();
    assertThat(refused).isPositive();
  }

  private void step(SplittableRandom source) throws Exception {
    random = source;
    byte[] answers = mutate(goodAnswers());
    SocketPair pair = Sys.sockets().socketpair();
    try (Fd theirs = pair.other()) {
      if (answers.length > 0) {
        Sys.sockets().send(theirs, answers, 0, answers.length, List.of());
      }
      // No server: what is missing must be noticed as fast as what is wrong.
      connect(new VhostUserChannel(pair.one(), "fuzz", 1));
      taken++;
    } catch (VhostUserException e) {
      assertThat(e).hasMessageStartingWith("cannot use file server 'fuzz': ");
      throw e;
    }
  }

  private static void connect(VhostUserChannel channel) throws VhostUserException {
    try (FsDevice device = FsDevice.connect(channel, "fuzz", 1)) {
      device.queueSizes();
    }
  }

  private static byte[] goodAnswers() {
    ByteBuffer bytes = ByteBuffer.allocate(60).order(ByteOrder.nativeOrder());
    bytes.putInt(1).putInt(5).putInt(8).putLong(0x1_7000_0000L);
    bytes.putInt(15).putInt(5).putInt(8).putLong(0x9);
    bytes.putInt(17).putInt(5).putInt(8).putLong(2);
    return bytes.array();
  }

  private byte[] mutate(byte[] bytes) {
    byte[] changed = bytes;
    for (int i = random.nextInt(3); i > 0; i--) {
      int at = random.nextInt(bytes.length);
      switch (random.nextInt(16)) {
        case 0 -> changed = Arrays.copyOf(changed, at); // Slow: it waits for the rest.
        case 1 -> random.nextBytes(changed);
        default -> {
          if (at < changed.length) {
            changed[at] ^= (byte) (1 << random.nextInt(8));
          }
        }
      }
    }
    return changed;
  }
}
