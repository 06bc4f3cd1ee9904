package io.stage1kvm.aci.extract;

import static io.stage1kvm.sys.abi.Fcntl.O_CREAT;
import static io.stage1kvm.sys.abi.Fcntl.O_EXCL;
import static io.stage1kvm.sys.abi.Fcntl.O_NOFOLLOW;
import static io.stage1kvm.sys.abi.Fcntl.O_WRONLY;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.SparseMap;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.FileCalls;
import io.stage1kvm.sys.FileStatus;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import java.io.IOException;

/// Makes regular files. For one thread at a time.
final class FileMaker {
  private static final int NEW_FILE = O_CREAT | O_EXCL | O_WRONLY | O_NOFOLLOW;

  /// Files have their mode from the start, without set-id bits: nobody else comes to them as long
  /// as their directories are ours alone.
  private static final int MODE_AT_START = 0777;

  /// Where the content comes from.
  interface Writer {
    void write(Fd file, SparseMap map) throws IOException;
  }

  private final FileCalls files = Sys.files();
  private final AttributeSetter attributes;
  private FileStatus newStatus;
  private Fd newDirectory;
  private int newMode;

  FileMaker(AttributeSetter attributes) {
    this.attributes = attributes;
  }

  /// Makes one file.
  void make(Fd directory, byte[] name, AciEntry.File file, Writer writer) throws IOException {
    int mode = file.attributes().mode() & MODE_AT_START;
    try (Fd target = files.openat(directory, name, NEW_FILE, mode)) {
      writer.write(target, file.map());
      attributes.set(target, statusOfNew(target, directory, mode), file.attributes());
    }
  }

  /// What a file got when it was made: the same as the one before with the same mode in the same
  /// directory, in which nobody but us makes files.
  private FileStatus statusOfNew(Fd file, Fd directory, int mode) throws SyscallException {
    if (newStatus == null || directory != newDirectory || mode != newMode) {
      newStatus = files.fstat(file);
      newDirectory = directory;
      newMode = mode;
    }
    return newStatus;
  }
}
