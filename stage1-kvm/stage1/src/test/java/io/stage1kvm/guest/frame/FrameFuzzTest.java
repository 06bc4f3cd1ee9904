package io.stage1kvm.guest.frame;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.guest.Fixtures;
import io.stage1kvm.guest.message.GuestSessionException;
import io.stage1kvm.testkit.Fuzz;
import io.stage1kvm.testkit.Mutations;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// Streams of a guest that were changed at random: every frame that is let through keeps the rules
/// and is written as it was read, and nothing but a break of the protocol is thrown.
final class FrameFuzzTest {
  private static final Set<FrameType> ALL = EnumSet.allOf(FrameType.class);

  private final List<byte[]> streams = streams();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final FrameWriter writer = new FrameWriter(out);
  private long frames;

  /// Each frame of the fixtures alone, and short ones one after the other.
  private static List<byte[]> streams() {
    List<byte[]> streams = new ArrayList<>();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (String name : Fixtures.names("frames")) {
      byte[] bytes = Fixtures.bytes("frames/" + name);
      streams.add(bytes);
      if (bytes.length < 64) {
        all.writeBytes(bytes);
      }
    }
    streams.add(all.toByteArray());
    return streams;
  }

  @Test
  void survivesAnyStream() throws Exception {
    long refused =
        Fuzz.of("frames", 1_000_000)
            .refusing(GuestSessionException.class, () -> {})
            .run(this::step);
    assertThat(refused).isPositive();
    assertThat(frames).isPositive();
  }

  private void step(SplittableRandom random) throws Exception {
    byte[] original = streams.get(random.nextInt(streams.size()));
    int hot = random.nextInt(4) == 0 ? original.length : Math.min(32, original.length);
    byte[] bytes = new Mutations(random).of(original, hot);
    Set<FrameType> accepted = random.nextInt(4) == 0 ? FrameType.FROM_GUEST : ALL;
    FrameReader reader = new FrameReader(new ByteArrayInputStream(bytes), accepted);
    int at = 0;
    try {
      for (Optional<Frame> frame = reader.read(); frame.isPresent(); frame = reader.read()) {
        at = check(frame.get(), bytes, at);
      }
      assertThat(at).isEqualTo(bytes.length);
    } catch (GuestSessionException e) {
      assertThat(e.kind()).isEqualTo(GuestSessionException.Kind.PROTOCOL);
      throw e;
    }
  }

  /// @return where the next frame begins
  private int check(Frame frame, byte[] bytes, int at) throws Exception {
    FrameType type = frame.type();
    int length = frame.payload().length;
    if (length < type.minLength() || length > type.maxLength()) {
      throw new AssertionError(type + " of " + length + " bytes");
    }
    if (frame.stream() < 0 || frame.stream() > 0 != type.ofStream()) {
      throw new AssertionError(type + " of stream " + frame.stream());
    }
    out.reset();
    writer.write(frame);
    writer.flush();
    byte[] written = out.toByteArray();
    int end = at + written.length;
    if (!Arrays.equals(written, 0, written.length, bytes, at, end)) {
      throw new AssertionError(frame + " is written otherwise than it was read");
    }
    frames++;
    return end;
  }
}
