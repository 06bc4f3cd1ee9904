package io.stage1kvm.aci.extract;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.Pool;
import io.stage1kvm.sys.Fd;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Makes small files in a thread of its own, in the order given, beside the reading of the next
/// ones: of the time that such a file takes, the kernel has the most.
///
/// A failure comes up in a later call. Not for more than one caller.
final class FileQueue implements AutoCloseable {
  private static final int BATCHES = 8;

  private final FileMaker maker;
  private final Pool<FileBatch> batches = new Pool<>(BATCHES, number -> new FileBatch());

  /// Room for all batches, for another one after an interruption, and for the last.
  private final BlockingQueue<FileBatch> full = new ArrayBlockingQueue<>(BATCHES + 2);

  private final FileBatch last = new FileBatch();
  private FileBatch batch = batches.first();

  private Thread thread;
  private volatile IOException failure;

  /// @param maker for this object's thread alone
  FileQueue(FileMaker maker) {
    this.maker = maker;
  }

  /// Whether a file is small enough.
  static boolean takes(AciEntry.File file) {
    return !file.map().hasHoles() && file.size() <= FileBatch.SMALL;
  }

  /// Reads a file's content and has the file made.
  ///
  /// @param directory open until [#close(Fd)]
  void add(Fd directory, AciEntry.File file, byte[] name, EntryMaker.Content content)
      throws IOException {
    check();
    if (!batch.hasRoom((int) file.size())) {
      handOver();
    }
    batch.add(directory, file, name, content);
  }

  /// Closes a directory once all files in it are made.
  void close(Fd directory) throws IOException {
    if (!batch.hasRoom(0)) {
      handOver();
    }
    batch.close(directory);
  }

  /// Waits until all files are made.
  void drain() throws IOException {
    if (thread == null) {
      run(batch); // So few that no thread was worth it.
    } else {
      handOver();
      awaitAll();
    }
    check();
  }

  private void awaitAll() throws IOException {
    try {
      batches.await(1); // The one that is filled.
    } catch (InterruptedException e) {
      throw interrupted();
    }
  }

  private void check() throws IOException {
    IOException failed = failure;
    if (failed != null) {
      throw AciException.malformed(failed.getMessage(), failed);
    }
  }

  private void handOver() throws IOException {
    if (thread == null) {
      thread = Thread.ofPlatform().daemon().name("aci-files").start(this::serve);
    }
    full.add(batch); // There are fewer batches than places.
    try {
      batch = batches.take();
    } catch (InterruptedException e) {
      batch = new FileBatch(); // The other is the thread's now.
      throw interrupted();
    }
  }

  private static IOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }

  private void serve() {
    try {
      for (FileBatch next = full.take(); next != last; next = full.take()) {
        run(next);
        batches.giveBack(next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Nobody does.
    }
  }

  private void run(FileBatch some) {
    failure = some.run(maker, failure);
  }

  /// Ends the thread, after what was given to it. What it failed at is not told any more.
  @Override
  public void close() {
    if (thread == null) {
      run(batch);
      return;
    }
    full.add(batch);
    full.add(last);
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true; // The end is near.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
