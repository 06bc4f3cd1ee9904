package io.stage1kvm.guest.channel;

import io.stage1kvm.guest.frame.Frame;
import io.stage1kvm.guest.message.GuestSessionException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The receiving end of a stream: holds at most one window of bytes and hands them to its sink on a
/// thread of its own. That is a platform thread: a sink may block in a write to a file or a pipe,
/// which
/// would hold one of the few carriers of virtual threads, and with it the other streams.
public final class IncomingStream {
  /// Credit is given back in pieces of this size; the peer keeps at least the rest of the window.
  private static final int CREDIT_BYTES = Frame.WINDOW / 4;

  private static final int PIECE_BYTES = 32 * 1024;

  private final int stream;
  private final StreamSink sink;
  private final FrameQueue queue;
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  private final ByteRing bytes = new ByteRing(Frame.WINDOW);
  private int window = Frame.WINDOW;
  private boolean eof;
  private boolean over;
  private Optional<GuestSessionException> failure = Optional.empty();

  IncomingStream(int stream, StreamSink sink, FrameQueue queue) {
    this.stream = stream;
    this.sink = sink;
    this.queue = queue;
  }

  void start(String channel) {
    Thread.ofPlatform().daemon().name(channel + "-stream-" + stream).start(this::drain);
  }

  /// Completes when no bytes follow and the sink has taken all that came; with the sink's
  /// IOException when
  /// it failed, with the session's end when that came before the stream's.
  public CompletableFuture<Void> closed() {
    return closed.copy();
  }

  /// Never blocks.
  synchronized void accept(byte[] data) throws GuestSessionException {
    if (eof) {
      throw GuestSessionException.protocol("stream '" + stream + "' must not go on after its end");
    }
    if (data.length > window) {
      throw GuestSessionException.protocol(
          "data of stream '" + stream + "' must not exceed its credit of " + window);
    }
    window -= data.length;
    bytes.put(data);
    notifyAll();
  }

  synchronized void acceptEof() throws GuestSessionException {
    if (eof) {
      throw GuestSessionException.protocol("stream '" + stream + "' must not end twice");
    }
    eof = true;
    over = true;
    notifyAll();
  }

  /// The process behind the stream has ended: nothing follows.
  synchronized void retire() {
    over = true;
    notifyAll();
  }

  /// The session has ended.
  synchronized void fail(GuestSessionException cause) {
    if (!over) {
      failure = Optional.of(cause);
      over = true;
      notifyAll();
    }
  }

  private void drain() {
    Optional<Exception> trouble = Optional.empty();
    try {
      int taken = 0;
      for (byte[] piece = next(); piece.length > 0; piece = next()) {
        if (trouble.isEmpty()) {
          trouble = write(piece);
        }
        taken += piece.length;
        if (taken >= CREDIT_BYTES) {
          giveBack(taken);
          taken = 0;
        }
      }
    } catch (InterruptedException e) {
      trouble = Optional.of(e);
    }
    Optional<Exception> last = end();
    complete(trouble.isPresent() ? trouble : last);
  }

  /// The next bytes; none when the stream is over.
  private synchronized byte[] next() throws InterruptedException {
    while (bytes.size() == 0 && !over) {
      wait();
    }
    return bytes.take(PIECE_BYTES);
  }

  /// The window is raised before the peer can learn of it, and the frame is queued only when there
  /// is
  /// room: a peer that sends and does not read cannot fill our memory with credits.
  private void giveBack(int taken) throws InterruptedException {
    synchronized (this) {
      if (over) {
        return;
      }
      window += taken;
    }
    queue.addWhenRoom(Frame.credit(stream, taken));
  }

  private void complete(Optional<Exception> trouble) {
    Optional<? extends Exception> cause = trouble.isPresent() ? trouble : failure();
    cause.ifPresentOrElse(closed::completeExceptionally, () -> closed.complete(null));
  }

  private synchronized Optional<GuestSessionException> failure() {
    return failure;
  }

  /// A sink is a border: whatever it throws ends this stream only, and is told by [#closed].
  private Optional<Exception> write(byte[] piece) {
    try {
      sink.write(piece);
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.of(e);
    }
  }

  private Optional<Exception> end() {
    try {
      sink.end();
      return Optional.empty();
    } catch (IOException | RuntimeException e) {
      return Optional.of(e);
    }
  }
}
