package io.stage1kvm.aci.extract;

import static io.stage1kvm.sys.abi.Fcntl.*;

import io.stage1kvm.sys.DirectoryEntry;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.FileCalls;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Errno;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Removes what is in a directory, whatever its modes are, without following a link.
final class TreeRemover {
  private static final byte[] SELF = {'.'};
  private static final byte[] PARENT = {'.', '.'};

  private final FileCalls files = Sys.files();

  /// @param dir stays open and stays there
  void removeContent(Fd dir) throws SyscallException {
    for (byte[] name : names(dir)) {
      remove(dir, name);
    }
  }

  boolean isEmpty(Fd dir) throws SyscallException {
    return names(dir).isEmpty();
  }

  private void remove(Fd dir, byte[] name) throws SyscallException {
    try {
      files.unlinkat(dir, name, 0);
    } catch (SyscallException e) {
      if (e.errno() != Errno.EISDIR && e.errno() != Errno.EPERM) {
        throw e;
      }
      removeDirectory(dir, name);
    }
  }

  private void removeDirectory(Fd dir, byte[] name) throws SyscallException {
    try (Fd child = openWritable(dir, name)) {
      removeContent(child);
    }
    files.unlinkat(dir, name, AT_REMOVEDIR);
  }

  /// The image may have taken our own right to read or change the directory away.
  private Fd openWritable(Fd dir, byte[] name) throws SyscallException {
    try (Fd path = files.openat(dir, name, O_PATH | O_DIRECTORY | O_NOFOLLOW, 0)) {
      byte[] itself = path.procPath().getBytes(StandardCharsets.US_ASCII);
      files.fchmodat(Fd.CWD, itself, 0700);
    }
    return files.openat(dir, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
  }

  private List<byte[]> names(Fd dir) throws SyscallException {
    files.lseek(dir, 0, SEEK_SET);
    List<byte[]> names = new ArrayList<>();
    List<DirectoryEntry> some = files.getdents64(dir);
    while (!some.isEmpty()) {
      for (DirectoryEntry entry : some) {
        if (!Arrays.equals(entry.name(), SELF) && !Arrays.equals(entry.name(), PARENT)) {
          names.add(entry.name());
        }
      }
      some = files.getdents64(dir);
    }
    return names;
  }
}
