package io.stage1kvm.aci.extract;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.Pool;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/// Makes small files in a thread of its own, in the order given, beside the reading of the next
/// ones: of the time that such a file takes, the kernel has the most.
///
/// A failure comes up in a later call. Not for more than one caller.
final class FileQueue implements AutoCloseable {
  private static final int BATCHES = 8;
  private static final int BATCH_BYTES = 1 << 18;
  private static final int BATCH_FILES = 96;

  /// What a batch has room for, whatever is in it already, with a few of its like.
  private static final int SMALL = 1 << 16;

  private static final byte[] NONE = new byte[0];

  /// One thing to do.
  ///
  /// @param file what to make, null to close the directory
  private record Task(Fd directory, AciEntry.File file, byte[] name, int offset, int length) {}

  /// What is handed over at once, since each handing over takes as long as a file.
  private static final class Batch {
    private byte[] content = NONE;
    private final List<Task> tasks = new ArrayList<>();
    private int used;

    boolean hasRoom(int length) {
      return tasks.size() < BATCH_FILES && length <= BATCH_BYTES - used;
    }

    void makeRoom(int length) {
      if (length > content.length - used) {
        content = Arrays.copyOf(content, used + length <= SMALL ? SMALL : BATCH_BYTES);
      }
    }

    void clear() {
      tasks.clear();
      used = 0;
    }
  }

  private final FileMaker maker;
  private final Pool<Batch> batches = new Pool<>(BATCHES, number -> new Batch());

  /// Room for all batches, for another one after an interruption, and for the last.
  private final BlockingQueue<Batch> full = new ArrayBlockingQueue<>(BATCHES + 2);

  private final Batch last = new Batch();
  private Batch batch = batches.first();

  private Thread thread;
  private volatile IOException failure;

  /// @param maker for this object's thread alone
  FileQueue(FileMaker maker) {
    this.maker = maker;
  }

  /// Whether a file is small enough.
  static boolean takes(AciEntry.File file) {
    return !file.map().hasHoles() && file.size() <= SMALL;
  }

  /// Reads a file's content and has the file made.
  ///
  /// @param directory open until [#close(Fd)]
  void add(Fd directory, AciEntry.File file, byte[] name, EntryMaker.Content content)
      throws IOException {
    check();
    int length = (int) file.size();
    if (!batch.hasRoom(length)) {
      handOver();
    }
    batch.makeRoom(length);
    int offset = batch.used;
    for (int done = 0; done < length; ) {
      int count = content.read(batch.content, offset + done, length - done);
      if (count < 0) {
        throw new IOException("the content ends early");
      }
      done += count;
    }
    batch.used += length;
    batch.tasks.add(new Task(directory, file, name, offset, length));
  }

  /// Closes a directory once all files in it are made.
  void close(Fd directory) throws IOException {
    if (!batch.hasRoom(0)) {
      handOver();
    }
    batch.tasks.add(new Task(directory, null, null, 0, 0));
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
      batch = new Batch(); // The other is the thread's now.
      throw interrupted();
    }
  }

  private static IOException interrupted() {
    Thread.currentThread().interrupt();
    return new InterruptedIOException("interrupted");
  }

  private void serve() {
    try {
      for (Batch next = full.take(); next != last; next = full.take()) {
        run(next);
        batches.giveBack(next);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // Nobody does.
    }
  }

  private void run(Batch some) {
    for (Task task : some.tasks) {
      try {
        run(task, some.content);
      } catch (IOException | RuntimeException e) {
        if (failure == null) {
          failure = e instanceof IOException io ? io : new IOException(e.toString(), e);
        }
      } catch (OutOfMemoryError e) {
        // Nobody may wait for a thread that is gone.
        failure = new IOException("it needs too much memory", e);
      }
    }
    some.clear();
  }

  private void run(Task task, byte[] content) throws IOException {
    if (task.file == null) {
      task.directory.close();
    } else if (failure == null) {
      make(task, content);
    }
  }

  private void make(Task task, byte[] content) throws AciException, IOException {
    try {
      maker.make(
          task.directory,
          task.name,
          task.file,
          (file, map) -> Sys.files().writeFully(file, content, task.offset, task.length));
    } catch (SyscallException e) {
      throw EntryMaker.failed(task.file.kind(), task.file.name(), e);
    }
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
