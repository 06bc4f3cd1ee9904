package io.stage1kvm.guest.channel;

import io.stage1kvm.guest.frame.Frame;
import io.stage1kvm.guest.frame.FrameType;
import io.stage1kvm.guest.message.GuestSessionException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/// The sending end of a stream: a write blocks while the peer gives no credit, [#close] sends the
/// end.
/// A write fails once the stream was closed, its process has ended or the session has. Thread-safe;
/// the bytes of one write stay together.
public final class OutgoingStream extends OutputStream {
  private final int stream;
  private final FrameQueue queue;

  /// Held for the length of a write and of a close.
  private final Object sending = new Object();

  /// Held for moments only, by the reader thread too.
  private final Object state = new Object();

  private int credit = Frame.WINDOW;
  private boolean closed;
  private Optional<GuestSessionException> failure = Optional.empty();
  private boolean retired;

  OutgoingStream(int stream, FrameQueue queue) {
    this.stream = stream;
    this.queue = queue;
  }

  @Override
  public void write(int value) throws IOException {
    write(new byte[] {(byte) value});
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, bytes.length);
    try {
      send(bytes, offset, length);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("cannot write to stream '" + stream + "': interrupted");
    }
  }

  private void send(byte[] bytes, int offset, int length) throws IOException, InterruptedException {
    synchronized (sending) {
      int end = offset + length;
      for (int at = offset; at < end; ) {
        int piece = takeCredit(end - at);
        queue.addWhenRoom(Frame.data(stream, Arrays.copyOfRange(bytes, at, at + piece)));
        at += piece;
      }
    }
  }

  /// Sends the end after what was written; a write that waits on another thread fails.
  @Override
  public void close() {
    synchronized (state) {
      if (closed) {
        return;
      }
      closed = true;
      state.notifyAll();
    }
    synchronized (sending) {
      synchronized (state) {
        if (retired || failure.isPresent()) {
          return;
        }
      }
      queue.add(Frame.eof(stream));
    }
  }

  /// The peer lets us send more.
  void grant(int bytes) throws GuestSessionException {
    synchronized (state) {
      if (bytes > Frame.WINDOW - credit) {
        throw GuestSessionException.protocol(
            "credit of stream '" + stream + "' must not rise above " + Frame.WINDOW);
      }
      credit += bytes;
      state.notifyAll();
    }
  }

  /// The process behind the stream has ended.
  void retire() {
    synchronized (state) {
      retired = true;
      state.notifyAll();
    }
  }

  /// The session has ended.
  void fail(GuestSessionException cause) {
    synchronized (state) {
      failure = Optional.of(cause);
      state.notifyAll();
    }
  }

  private int takeCredit(int wanted) throws IOException, InterruptedException {
    synchronized (state) {
      while (credit == 0 && isOpen()) {
        state.wait();
      }
      if (!isOpen()) {
        throw notOpen();
      }
      int taken = Math.min(Math.min(wanted, credit), FrameType.DATA.maxLength());
      credit -= taken;
      return taken;
    }
  }

  private boolean isOpen() {
    return !closed && !retired && failure.isEmpty();
  }

  private IOException notOpen() {
    String reason;
    if (closed) {
      reason = "it was closed";
    } else if (retired) {
      reason = "its process has ended";
    } else {
      reason = failure.orElseThrow().getMessage();
    }
    return new IOException(
        "cannot write to stream '" + stream + "': " + reason, failure.orElse(null));
  }
}
