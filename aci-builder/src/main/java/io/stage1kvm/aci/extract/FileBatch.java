package io.stage1kvm.aci.extract;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Small files to make, with their content, and directories to close: what is handed over at once,
/// since each handing over takes as long as a file. For one thread at a time.
final class FileBatch {
  /// What a batch has room for, whatever is in it already, with a few of its like.
  static final int SMALL = 1 << 16;

  private static final int BYTES = 1 << 18;
  private static final int TASKS = 96;
  private static final byte[] NONE = new byte[0];

  /// One thing to do.
  ///
  /// @param file what to make, null to close the directory
  private record Task(Fd directory, AciEntry.File file, byte[] name, int offset, int length) {}

  private byte[] content = NONE;
  private final List<Task> tasks = new ArrayList<>();
  private int used;

  boolean hasRoom(int length) {
    return tasks.size() < TASKS && length <= BYTES - used;
  }

  /// Reads a file's content; there must be room for it.
  void add(Fd directory, AciEntry.File file, byte[] name, EntryMaker.Content from)
      throws IOException {
    int length = (int) file.size();
    if (length > content.length - used) {
      content = Arrays.copyOf(content, used + length <= SMALL ? SMALL : BYTES);
    }
    for (int done = 0; done < length; ) {
      int count = from.read(content, used + done, length - done);
      if (count < 0) {
        throw new IOException("the content ends early");
      }
      done += count;
    }
    tasks.add(new Task(directory, file, name, used, length));
    used += length;
  }

  /// There must be room for it.
  void close(Fd directory) {
    tasks.add(new Task(directory, null, null, 0, 0));
  }

  /// Does all of it. After a failure no more files are made.
  ///
  /// @param failure of earlier ones, or null
  /// @return the first failure of all
  IOException run(FileMaker maker, IOException failure) {
    IOException first = failure;
    for (Task task : tasks) {
      try {
        run(task, maker, first != null);
      } catch (IOException | RuntimeException e) {
        if (first == null) {
          first = e instanceof IOException io ? io : new IOException(e.toString(), e);
        }
      } catch (OutOfMemoryError e) {
        // Nobody may wait for a thread that is gone.
        first = new IOException("it needs too much memory", e);
      }
    }
    tasks.clear();
    used = 0;
    return first;
  }

  private void run(Task task, FileMaker maker, boolean failed) throws IOException {
    if (task.file == null) {
      task.directory.close();
    } else if (!failed) {
      make(task, maker);
    }
  }

  private void make(Task task, FileMaker maker) throws IOException {
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
}
