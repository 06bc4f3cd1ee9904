package io.stage1kvm.stage0;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.abi.Fcntl;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/// A flock(2) on a file or directory. It belongs to the open file: closing the last descriptor of
/// it, in whatever process, gives it up.
final class FileLock implements AutoCloseable {
  private static final long RETRY_MILLIS = 20;

  private final Fd file;

  private FileLock(Fd file) {
    this.file = file;
  }

  /// Waits for the lock of a file, which is made if it is missing.
  static FileLock ofFile(Path path, int operation) throws IOException {
    int flags = Fcntl.O_RDWR | Fcntl.O_CREAT;
    return locked(Sys.files().openat(Fd.CWD, path.toString(), flags, 0600), operation);
  }

  /// The lock of a file, unless somebody else has it.
  static Optional<FileLock> tryFile(Path path, int operation) throws IOException {
    int flags = Fcntl.O_RDWR | Fcntl.O_CREAT;
    return attempt(Sys.files().openat(Fd.CWD, path.toString(), flags, 0600), operation);
  }

  /// The lock of a directory, unless somebody else has it.
  static Optional<FileLock> tryDirectory(Path path, int operation) throws IOException {
    return attempt(directory(path), operation);
  }

  /// The exclusive lock of a directory. Who only looks holds it for a moment: that is waited for.
  static Optional<FileLock> exclusive(Path directory, Duration patience)
      throws IOException, InterruptedException {
    long end = System.nanoTime() + patience.toNanos();
    while (true) {
      Optional<FileLock> lock = tryDirectory(directory, Fcntl.LOCK_EX);
      if (lock.isPresent() || System.nanoTime() > end) {
        return lock;
      }
      Thread.sleep(RETRY_MILLIS);
    }
  }

  /// Whether somebody holds the exclusive lock of a directory.
  static boolean isHeld(Path directory) throws IOException {
    Optional<FileLock> lock = tryDirectory(directory, Fcntl.LOCK_SH);
    if (lock.isEmpty()) {
      return true;
    }
    lock.get().close();
    return false;
  }

  private static Fd directory(Path path) throws SyscallException {
    int flags = Fcntl.O_RDONLY | Fcntl.O_DIRECTORY;
    return Sys.files().openat(Fd.CWD, path.toString(), flags);
  }

  private static FileLock locked(Fd file, int operation) throws IOException {
    try {
      Sys.files().flock(file, operation);
      return new FileLock(file);
    } catch (SyscallException e) {
      file.close();
      throw e;
    }
  }

  private static Optional<FileLock> attempt(Fd file, int operation) throws IOException {
    try {
      return Optional.of(locked(file, operation | Fcntl.LOCK_NB));
    } catch (SyscallException e) {
      if (e.errno() == Errno.EAGAIN) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /// The open file, to be handed on.
  Fd file() {
    return file;
  }

  @Override
  public void close() throws SyscallException {
    file.close();
  }
}
