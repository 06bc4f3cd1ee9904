package io.stage1kvm.guest.channel;

import java.io.IOException;
import java.io.OutputStream;

/// Takes the bytes that the peer sends on one stream. Called on one thread that belongs to the
/// stream;
/// it may block as long as it likes: the peer gets credit for no more than was taken.
@FunctionalInterface
public interface StreamSink {
  /// @param bytes at least one; they belong to the sink from now on
  /// @throws IOException when the sink can take no more; what follows is dropped, and the peer is
  /// not
  ///     held up
  void write(byte[] bytes) throws IOException;

  /// No bytes follow: the peer sent the end, its process has ended or the session has. Called
  /// once, also
  /// after [#write] has failed.
  default void end() throws IOException {}

  /// Writes into a stream, flushes after each piece, and closes it at the end.
  static StreamSink closing(OutputStream out) {
    return new StreamSink() {
      @Override
      public void write(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
      }

      @Override
      public void end() throws IOException {
        out.close();
      }
    };
  }

  /// Writes into a stream that others write to as well, such as our standard output, and leaves it
  /// open.
  static StreamSink sharing(OutputStream out) {
    return bytes -> {
      out.write(bytes);
      out.flush();
    };
  }
}
