package io.stage1kvm.guest.frame;

import java.nio.ByteBuffer;

/// One frame. The payload is not copied: whoever makes a frame gives it away, whoever receives one
/// owns it.
public final class Frame {
  /// The credit that each sender begins with and never has more of.
  public static final int WINDOW = 256 * 1024;

  /// length, type, stream.
  static final int HEADER_BYTES = 9;

  private final FrameType type;
  private final int stream;
  private final byte[] payload;

  private Frame(FrameType type, int stream, byte[] payload) {
    this.type = type;
    this.stream = stream;
    this.payload = payload;
  }

  /// @param stream 0 for frames that belong to no stream, else 1..2^31-1
  /// @throws IllegalArgumentException if stream or length are not allowed for the type
  public static Frame of(FrameType type, int stream, byte[] payload) {
    if (type.ofStream() ? stream < 1 : stream != 0) {
      throw new IllegalArgumentException("stream '" + stream + "' must not be used with " + type);
    }
    if (payload.length < type.minLength() || payload.length > type.maxLength()) {
      throw new IllegalArgumentException(
          "length '" + payload.length + "' must not be used with " + type);
    }
    return new Frame(type, stream, payload);
  }

  public static Frame message(FrameType type, byte[] json) {
    return of(type, 0, json);
  }

  public static Frame data(int stream, byte[] bytes) {
    return of(FrameType.DATA, stream, bytes);
  }

  public static Frame eof(int stream) {
    return of(FrameType.EOF, stream, new byte[0]);
  }

  public static Frame credit(int stream, int bytes) {
    return of(FrameType.CREDIT, stream, ByteBuffer.allocate(Integer.BYTES).putInt(bytes).array());
  }

  public FrameType type() {
    return type;
  }

  public int stream() {
    return stream;
  }

  public byte[] payload() {
    return payload;
  }

  /// The number of bytes that a CREDIT frame gives.
  public int credit() {
    return ByteBuffer.wrap(payload).getInt();
  }

  @Override
  public String toString() {
    return type + "[stream=" + stream + ", " + payload.length + " bytes]";
  }
}
