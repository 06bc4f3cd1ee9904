package io.stage1kvm.guest.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.guest.Fixtures;
import io.stage1kvm.guest.message.GuestSessionException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

final class FrameReaderTest {
  @Test
  void reportsTheEndBetweenFrames() throws Exception {
    assertThat(reader(new byte[0]).read()).isEmpty();
  }

  @Test
  void readsFramesThatComeByteByByte() throws Exception {
    InputStream slow =
        new InputStream() {
          private final InputStream bytes =
              new ByteArrayInputStream(Fixtures.bytes("frames/event-failed"));

          @Override
          public int read() throws IOException {
            return bytes.read();
          }

          @Override
          public int read(byte[] target, int offset, int length) throws IOException {
            return bytes.read(target, offset, Math.min(length, 1));
          }
        };

    Frame frame = new FrameReader(slow, FrameType.FROM_GUEST).read().orElseThrow();

    assertThat(frame.type()).isEqualTo(FrameType.EVENT);
  }

  @Test
  void asksForNothingBeyondTheHeaderOfABadLength() {
    for (int length : new int[] {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, 65537}) {
      byte[] header = ByteBuffer.allocate(9).putInt(length).put((byte) 5).putInt(0).array();
      InputStream in =
          new InputStream() {
            private int position;

            @Override
            public int read() {
              if (position == header.length) {
                throw new AssertionError("asked for a payload");
              }
              return header[position++] & 0xFF;
            }
          };

      assertThatThrownBy(() -> new FrameReader(in, FrameType.FROM_GUEST).read())
          .isInstanceOf(GuestSessionException.class)
          .hasMessage(
              "cannot go on with the session: the peer broke the protocol: length '"
                  + Integer.toUnsignedString(length)
                  + "' of EVENT must be within 0..65536");
    }
  }

  @Test
  void readsTheLargestData() throws Exception {
    Frame largest = Frame.data(1, new byte[FrameType.DATA.maxLength()]);

    assertThat(reader(bytes(largest)).read().orElseThrow().payload()).hasSize(32768);
  }

  private static FrameReader reader(byte[] bytes) {
    return new FrameReader(new ByteArrayInputStream(bytes), EnumSet.allOf(FrameType.class));
  }

  private static byte[] bytes(Frame... frames) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FrameWriter writer = new FrameWriter(out);
    for (Frame frame : frames) {
      writer.write(frame);
    }
    writer.flush();
    return out.toByteArray();
  }
}
