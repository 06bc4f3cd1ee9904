package io.stage1kvm.aci.archive;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// A stream read by a thread of its own, so that decompressing runs beside hashing and writing.
///
/// Every byte that leaves, read or skipped, goes through the digest, if there is one. Not for more
// than one reader.
final class ReadAhead extends InputStream {
  private static final int BLOCK = 1 << 18;
  private static final int BLOCKS = 12;

  /// @param failure why there are no more bytes, null at the proper end
  private record Chunk(byte[] bytes, int length, Exception failure) {}

  private final InputStream in;

  /// For the reading thread. The first block is small: whoever wants only the manifest need not
  /// wait for more.
  private final Pool<byte[]> blocks =
      new Pool<>(BLOCKS, number -> new byte[number == 0 ? BLOCK / 8 : BLOCK]);

  /// What was read; and what was hashed, too, the same queue if nothing is.
  private final BlockingQueue<Chunk> full = new ArrayBlockingQueue<>(BLOCKS + 1);

  private final BlockingQueue<Chunk> hashed;
  private final List<Thread> threads = new ArrayList<>();

  private Chunk chunk = new Chunk(new byte[0], 0, null);
  private int position;
  private boolean ended;

  /// Takes ownership of the stream.
  ReadAhead(InputStream in, Optional<MessageDigest> digest) {
    this.in = in;
    this.hashed = digest.isPresent() ? new ArrayBlockingQueue<>(BLOCKS + 1) : full;
    start("aci-read-ahead", this::produce);
    digest.ifPresent(hash -> start("aci-digest", () -> hash(hash)));
  }

  private void start(String name, Runnable work) {
    threads.add(Thread.ofPlatform().daemon().name(name).start(work));
  }

  private void hash(MessageDigest digest) {
    try {
      Chunk next;
      do {
        next = full.take();
        digest.update(next.bytes, 0, next.length);
        hashed.put(next);
      } while (next.length > 0);
    } catch (InterruptedException e) {
      // close() wants no more.
      Thread.currentThread().interrupt();
    }
  }

  private void produce() {
    try {
      int n;
      do {
        byte[] block = blocks.take();
        n = in.readNBytes(block, 0, block.length);
        full.put(new Chunk(block, n, null));
      } while (n > 0);
    } catch (InterruptedException e) {
      // close() wants no more.
      Thread.currentThread().interrupt();
    } catch (IOException | RuntimeException e) {
      full.offer(new Chunk(new byte[0], 0, e));
    } catch (OutOfMemoryError e) {
      // xz and bzip2 take what the stream's header asks for.
      full.offer(new Chunk(new byte[0], 0, AciException.malformed("it needs too much memory", e)));
    }
  }

  /// @return whether there are bytes in the chunk, after waiting for the next one if need be
  private boolean await() throws IOException {
    while (position == chunk.length && !ended) {
      if (chunk.bytes.length > 0) {
        blocks.giveBack(chunk.bytes);
      }
      if (chunk.failure == null) {
        chunk = take();
        position = 0;
      }
      if (chunk.failure != null) {
        throw rethrow(chunk.failure);
      }
      ended = chunk.length == 0;
    }
    return !ended;
  }

  private Chunk take() throws IOException {
    try {
      return hashed.take();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    }
  }

  /// Made anew, so that the stack trace shows this thread too.
  private static IOException rethrow(Exception failure) {
    return failure instanceof AciException
        ? AciException.malformed(failure.getMessage(), failure)
        : new IOException(failure.getMessage(), failure);
  }

  @Override
  public int read() throws IOException {
    return await() ? chunk.bytes[position++] & 0xff : -1;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (!await()) {
      return -1;
    }
    int n = Math.min(length, chunk.length - position);
    System.arraycopy(chunk.bytes, position, buffer, offset, n);
    position += n;
    return n;
  }

  @Override
  public long skip(long count) throws IOException {
    long left = count;
    while (left > 0 && await()) {
      int n = (int) Math.min(left, chunk.length - position);
      position += n;
      left -= n;
    }
    return count - left;
  }

  @Override
  public void close() throws IOException {
    threads.forEach(Thread::interrupt);
    in.close();
  }
}
