package io.stage1kvm.aci.store;

import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.FileCalls;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.abi.Fcntl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// A directory that this process works in, and that others leave alone while it is locked.
final class Draft implements AutoCloseable {
  private static final FileCalls FILES = Sys.files();

  private final Path directory;
  private final Fd lock;

  private Draft(Path directory, Fd lock) {
    this.directory = directory;
    this.lock = lock;
  }

  /// Makes a new one.
  static Draft make(Path parent) throws IOException {
    while (true) {
      Path directory = Files.createDirectory(parent.resolve(UUID.randomUUID().toString()));
      Optional<Draft> draft = lock(directory);
      if (draft.isPresent()) {
        return draft.get();
      }
    }
  }

  /// @return nothing if another process took the directory, unlocked as it was after it was made,
  ///     for one that a dead process left behind
  private static Optional<Draft> lock(Path directory) throws SyscallException {
    try {
      Fd lock = open(directory);
      FILES.flock(lock, Fcntl.LOCK_EX);
      if (FILES.fstat(lock).nlink() > 0) {
        return Optional.of(new Draft(directory, lock));
      }
      lock.close();
    } catch (SyscallException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
    return Optional.empty();
  }

  /// Removes what processes left behind that are no more.
  static void removeAbandoned(Path parent) throws IOException {
    List<Path> drafts;
    try (Stream<Path> children = Files.list(parent)) {
      drafts = children.toList();
    }
    for (Path directory : drafts) {
      try (Draft draft = new Draft(directory, open(directory))) {
        FILES.flock(draft.lock, Fcntl.LOCK_EX | Fcntl.LOCK_NB);
        draft.removeAll();
      } catch (SyscallException e) {
        // Held by a living process, or removed by one that does the same.
        if (e.errno() != Errno.EAGAIN && e.errno() != Errno.ENOENT) {
          throw e;
        }
      }
    }
  }

  private static Fd open(Path directory) throws SyscallException {
    byte[] name = ByteText.encode(directory.toString());
    return FILES.openat(Fd.CWD, name, Fcntl.O_RDONLY | Fcntl.O_DIRECTORY | Fcntl.O_NOFOLLOW, 0);
  }

  Path directory() {
    return directory;
  }

  /// Writes the names in it out to disk.
  void sync() throws SyscallException {
    FILES.fsync(lock);
  }

  /// Removes all of it; nothing happens if it was moved away.
  void removeAll() throws IOException {
    List<Path> all;
    try (Stream<Path> tree = Files.walk(directory)) {
      all = tree.sorted(Comparator.reverseOrder()).toList();
    } catch (NoSuchFileException e) {
      return;
    }
    for (Path path : all) {
      Files.deleteIfExists(path);
    }
  }

  @Override
  public void close() throws SyscallException {
    lock.close();
  }
}
