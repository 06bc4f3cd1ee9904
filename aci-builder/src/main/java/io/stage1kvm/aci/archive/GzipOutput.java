package io.stage1kvm.aci.archive;

import io.stage1kvm.aci.deflate.Deflate;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.CRC32;

/// Compresses to one gzip member (RFC 1952), on all cores.
///
/// The input is cut into blocks of a fixed size. Each is compressed by itself, with the 32 KiB
/// before it as its window, and ends at a byte's border: so the bytes depend on the input and the
/// level alone, not on the number of cores, and almost nothing is lost to one long stream.
///
/// Not for more than one writer.
final class GzipOutput extends OutputStream {
  /// No name, no time; "unknown" as the system.
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 255};

  /// An empty last block with fixed codes.
  private static final byte[] LAST_BLOCK = {3, 0};

  private static final int MAX_WORKERS = 8;

  private final OutputStream out;
  private final CRC32 crc = new CRC32();
  private final ThreadLocal<Deflate> deflates;
  private final ExecutorService workers;
  private final Deque<Future<GzipBlock>> inWork = new ArrayDeque<>();
  private final Deque<GzipBlock> free = new ArrayDeque<>();

  private GzipBlock block = new GzipBlock();
  private long size;
  private boolean finished;
  private boolean closed;

  GzipOutput(OutputStream out, int level) throws IOException {
    this.out = out;
    this.deflates = ThreadLocal.withInitial(() -> new Deflate(level));
    int count = Math.min(MAX_WORKERS, Runtime.getRuntime().availableProcessors());
    workers =
        Executors.newFixedThreadPool(
            count, Thread.ofPlatform().daemon().name("aci-deflate-", 1).factory());
    for (int i = 0; i < 2 * count; i++) {
      free.add(new GzipBlock());
    }
    out.write(HEADER);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    crc.update(bytes, offset, length);
    size += length;
    for (int done = 0; done < length; ) {
      if (block.isFull()) {
        begin();
      }
      done += block.add(bytes, offset + done, length - done);
    }
  }

  /// Gives the full block away and takes another one.
  private void begin() throws IOException {
    GzipBlock full = block;
    submit(full);
    if (free.isEmpty()) {
      free.add(writeOldest());
    }
    block = free.remove();
    block.follow(full);
  }

  private void submit(GzipBlock full) {
    inWork.add(workers.submit(() -> full.compress(deflates.get())));
  }

  private GzipBlock writeOldest() throws IOException {
    try {
      GzipBlock done = inWork.remove().get();
      out.write(done.output(), 0, done.outputLength());
      return done;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (ExecutionException e) {
      throw new IllegalStateException("a block was not compressed", e.getCause());
    }
  }

  /// Writes what is left, and the trailer.
  private void finish() throws IOException {
    finished = true;
    submit(block);
    while (!inWork.isEmpty()) {
      writeOldest();
    }
    out.write(LAST_BLOCK);
    writeInt((int) crc.getValue());
    writeInt((int) size);
  }

  private void writeInt(int value) throws IOException {
    for (int shift = 0; shift < 32; shift += 8) {
      out.write(value >>> shift);
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try (out) {
      if (!finished) {
        finish();
      }
    } finally {
      workers.close();
    }
  }
}
