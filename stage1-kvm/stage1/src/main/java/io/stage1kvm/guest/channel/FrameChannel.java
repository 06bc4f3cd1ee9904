package io.stage1kvm.guest.channel;

import io.stage1kvm.guest.frame.Frame;
import io.stage1kvm.guest.frame.FrameReader;
import io.stage1kvm.guest.frame.FrameType;
import io.stage1kvm.guest.frame.FrameWriter;
import io.stage1kvm.guest.message.GuestSessionException;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/// One end of a connection that carries messages and any number of streams; the other end may be a
/// `FrameChannel` too. Two daemon threads: the reader never writes nor waits for a stream, so that
/// it
/// always goes on reading; the writer takes frames from a queue, so that nobody who sends a message
/// waits for a peer that does not read. The memory that a peer can make us hold is bounded by one
/// window per incoming stream.
///
/// Frames that arrive before [#start] wait in the connection.
public final class FrameChannel implements AutoCloseable {
  /// A peer that powers off closes its reading end first; what it said before is still to be read.
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final String name;
  private final InputStream in;
  private final OutputStream out;
  private final FrameReader reader;
  private final FrameQueue queue = new FrameQueue();
  private final StreamTable streams = new StreamTable();
  private final AtomicInteger lastStream = new AtomicInteger();
  private final AtomicBoolean ended = new AtomicBoolean();
  private final AtomicReference<FrameHandler> handler = new AtomicReference<>();

  /// @param name for the names of threads: `guest`, `control`
  /// @param in of a connection whose close wakes a blocked read, as a socket's does; closed with
  /// the
  ///     channel
  /// @param out closed with the channel, at the latest when a write that blocks has come to an end
  /// @param accepted the types of frames that the peer may send
  public FrameChannel(String name, InputStream in, OutputStream out, Set<FrameType> accepted) {
    this.name = name;
    this.in = in;
    this.out = out;
    this.reader = new FrameReader(in, accepted);
  }

  /// Begins to read and write. To be called once.
  public void start(FrameHandler handler) {
    if (!this.handler.compareAndSet(null, handler)) {
      throw new IllegalStateException("channel '" + name + "' must be started once");
    }
    Thread readerThread = Thread.ofPlatform().daemon().name(name + "-reader").start(this::read);
    Thread.ofPlatform().daemon().name(name + "-writer").start(() -> write(readerThread));
  }

  /// Queues a message; never blocks. After the end of the session it is dropped: the handler was
  /// told.
  ///
  /// @throws GuestSessionException when it is larger than the protocol allows
  public void send(FrameType type, byte[] json) throws GuestSessionException {
    if (json.length > type.maxLength()) {
      throw GuestSessionException.tooLarge(type.name(), json.length, type.maxLength());
    }
    queue.add(Frame.message(type, json));
  }

  /// A number above all that were given out or opened before; for the end that chooses the numbers.
  public int newStream() {
    return lastStream.incrementAndGet();
  }

  /// Opens a stream from here to the peer.
  ///
  /// @throws GuestSessionException when the session has ended
  public OutgoingStream openOutgoing(int stream) throws GuestSessionException {
    lastStream.accumulateAndGet(stream, Math::max);
    OutgoingStream opened = new OutgoingStream(stream, queue);
    streams.add(stream, opened);
    return opened;
  }

  /// Opens a stream from the peer to here; to be called before the peer learns of the number.
  ///
  /// @throws GuestSessionException when the session has ended
  public IncomingStream openIncoming(int stream, StreamSink sink) throws GuestSessionException {
    lastStream.accumulateAndGet(stream, Math::max);
    IncomingStream opened = new IncomingStream(stream, sink, queue);
    streams.add(stream, opened);
    opened.start(name);
    return opened;
  }

  /// To be called before the peer learns of the numbers: what it sends for others breaks the
  /// protocol.
  ///
  /// @return the incoming streams
  /// @throws IllegalStateException unless all these streams are open
  /// @throws GuestSessionException when the session has ended
  public List<IncomingStream> requireOpen(List<Integer> outgoing, List<Integer> incoming)
      throws GuestSessionException {
    return streams.requireOpen(outgoing, incoming);
  }

  /// Ends a stream whose process has ended: writes to it fail, its sink gets what has come and
  /// then the
  /// end, and later frames for it are dropped.
  public void retire(int stream) {
    streams.retire(stream);
  }

  /// Waits until the connection has taken all that was sent; false when the time was too short or
  /// the
  /// session has ended. For the last words before [#close].
  public boolean awaitSent(Duration time) throws InterruptedException {
    return queue.awaitWritten(time);
  }

  /// Ends the session; idempotent. Frames that still wait to be written are lost.
  @Override
  public void close() {
    end(GuestSessionException.closed());
  }

  private void read() {
    try {
      for (Optional<Frame> frame = reader.read(); frame.isPresent(); frame = reader.read()) {
        if (ended.get()) {
          return;
        }
        if (frame.get().type().ofStream()) {
          streams.dispatch(frame.get());
        } else {
          handler.get().message(frame.get().type(), frame.get().payload());
        }
      }
      end(GuestSessionException.peerClosed());
    } catch (GuestSessionException e) {
      end(e);
    } catch (IOException e) {
      end(GuestSessionException.io(e));
    } catch (RuntimeException e) {
      // a border: what one peer has brought about must end with its own channel
      end(GuestSessionException.protocol("it has led to " + e));
    }
  }

  private void write(Thread readerThread) {
    FrameWriter writer = new FrameWriter(out);
    try {
      for (Optional<Frame> frame = queue.take(); frame.isPresent(); frame = queue.take()) {
        writer.write(frame.get());
        if (queue.isEmpty()) {
          writer.flush();
        }
      }
    } catch (IOException e) {
      queue.close();
      awaitLastWords(readerThread);
      end(GuestSessionException.io(e));
    } catch (InterruptedException e) {
      end(GuestSessionException.closed());
    } finally {
      closeQuietly(out);
    }
  }

  /// The reader ends the session with a better reason when the peer has closed both directions.
  private static void awaitLastWords(Thread readerThread) {
    try {
      readerThread.join(LAST_WORDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end(GuestSessionException cause) {
    if (!ended.compareAndSet(false, true)) {
      return;
    }
    queue.close();
    closeQuietly(in);
    // The writer closes its end itself: a pipe that a peer does not read would hold us up here, for
    // buffered streams cannot be closed while a write to them blocks.
    streams.endAll(cause);
    FrameHandler told = handler.get();
    if (told != null) {
      told.ended(cause);
    }
  }

  /// The session has its reason to end already; a second one would hide it.
  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      // nothing was lost that was not lost before
    }
  }
}
