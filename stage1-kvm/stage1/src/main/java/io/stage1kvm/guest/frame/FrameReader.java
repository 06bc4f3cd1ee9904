package io.stage1kvm.guest.frame;

import io.stage1kvm.guest.message.GuestSessionException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.Set;

/// Reads frames of a hostile peer: type, stream and length are checked before a byte of the payload
/// is
/// allocated. For one thread.
public final class FrameReader {
  private final InputStream in;
  private final Set<FrameType> accepted;

  /// @param accepted the types that the peer may send
  public FrameReader(InputStream in, Set<FrameType> accepted) {
    this.in = in;
    this.accepted = Set.copyOf(accepted);
  }

  /// Waits for the next frame; empty when the peer has closed its end between two frames.
  ///
  /// @throws GuestSessionException when the peer breaks the protocol
  public Optional<Frame> read() throws IOException, GuestSessionException {
    byte[] header = in.readNBytes(Frame.HEADER_BYTES);
    if (header.length == 0) {
      return Optional.empty();
    }
    if (header.length < Frame.HEADER_BYTES) {
      throw truncated("a header");
    }
    ByteBuffer fields = ByteBuffer.wrap(header);
    int length = fields.getInt();
    FrameType type = type(Byte.toUnsignedInt(fields.get()));
    int stream = fields.getInt();
    checkStream(type, stream);
    checkLength(type, length);
    byte[] payload = in.readNBytes(length);
    if (payload.length < length) {
      throw truncated(type.name());
    }
    Frame frame = Frame.of(type, stream, payload);
    if (type == FrameType.CREDIT) {
      checkCredit(frame.credit());
    }
    return Optional.of(frame);
  }

  private FrameType type(int code) throws GuestSessionException {
    Optional<FrameType> type = FrameType.ofCode(code);
    if (type.isEmpty()) {
      throw GuestSessionException.protocol(
          "frame type '0x%02x' must be one of the protocol".formatted(code));
    }
    if (!accepted.contains(type.get())) {
      throw GuestSessionException.protocol(
          "frame type '" + type.get() + "' must not be sent in this direction");
    }
    return type.get();
  }

  private static void checkStream(FrameType type, int stream) throws GuestSessionException {
    if (type.ofStream() && stream < 1) {
      throw GuestSessionException.protocol(
          "stream '" + Integer.toUnsignedString(stream) + "' must be within 1..2147483647");
    }
    if (!type.ofStream() && stream != 0) {
      throw GuestSessionException.protocol(
          "stream '" + Integer.toUnsignedString(stream) + "' must be 0 for " + type);
    }
  }

  private static void checkLength(FrameType type, int length) throws GuestSessionException {
    if (length < type.minLength() || length > type.maxLength()) {
      throw GuestSessionException.protocol(
          "length '%s' of %s must be within %d..%d"
              .formatted(
                  Integer.toUnsignedString(length), type, type.minLength(), type.maxLength()));
    }
  }

  private static void checkCredit(int credit) throws GuestSessionException {
    if (credit < 1 || credit > Frame.WINDOW) {
      throw GuestSessionException.protocol(
          "credit '" + Integer.toUnsignedString(credit) + "' must be within 1.." + Frame.WINDOW);
    }
  }

  private static GuestSessionException truncated(String where) {
    return GuestSessionException.protocol("the bytes end within " + where);
  }
}
