package io.stage1kvm.aci.extract;

import static io.stage1kvm.sys.abi.Fcntl.*;

import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.aci.layout.EntryPath;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.FileCalls;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Errno;
import java.io.IOException;
import java.util.List;

/// The directories below the target, opened so that no link leads anywhere else.
///
/// Keeps the directory opened last, since entries of an archive come directory by directory.
final class TargetTree implements AutoCloseable {
  /// Directories belong to us alone until they are done, whatever they will be.
  private static final int MODE_WHILE_WRITING = 0700;

  /// Directories that the archive implies without naming them.
  private static final int MODE_IMPLIED = 0755;

  private static final long RESOLVE = RESOLVE_BENEATH | RESOLVE_NO_SYMLINKS | RESOLVE_NO_MAGICLINKS;

  /// Closes a directory, at once or later.
  interface Closer {
    void close(Fd directory) throws IOException;
  }

  private final FileCalls files = Sys.files();
  private final Fd root;
  private final Closer closer;
  private Fd parent;
  private List<String> parentParts = List.of();

  /// @param root the target, which stays the caller's
  /// @param closer gets each directory that [#parentOf] gave, when another takes its place
  TargetTree(Fd root, Closer closer) {
    this.root = root;
    this.closer = closer;
    this.parent = root;
  }

  /// @return the directory that the entry stands in, made if the archive has not named it. Valid
  ///     until the closer gets it
  Fd parentOf(EntryPath path) throws IOException {
    List<String> parts = path.parts().subList(0, path.parts().size() - 1);
    if (!parts.equals(parentParts)) {
      leave();
      parent = parts.isEmpty() ? root : openOrMake(parts);
      parentParts = parts;
    }
    return parent;
  }

  private Fd openOrMake(List<String> parts) throws SyscallException {
    try {
      return open(parts, O_PATH);
    } catch (SyscallException e) {
      if (e.errno() != Errno.ENOENT) {
        throw e;
      }
    }
    for (int depth = 1; depth <= parts.size(); depth++) {
      makeMissing(parts.subList(0, depth));
    }
    return open(parts, O_PATH);
  }

  private void makeMissing(List<String> parts) throws SyscallException {
    int last = parts.size() - 1;
    try (Fd above = last == 0 ? files.duplicate(root) : open(parts.subList(0, last), O_PATH)) {
      files.mkdirat(above, bytes(parts.get(last)), MODE_WHILE_WRITING);
      // A new directory of ours, so no link to follow; mkdirat would have heeded the umask.
      files.fchmodat(above, bytes(parts.get(last)), MODE_IMPLIED);
    } catch (SyscallException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
  }

  /// @param access `O_PATH` to name what is in it, `O_RDONLY` to change the directory itself
  private Fd open(List<String> parts, int access) throws SyscallException {
    return open(bytes(String.join("/", parts)), access);
  }

  private Fd open(byte[] path, int access) throws SyscallException {
    return files.openat2(root, path, access | O_DIRECTORY | O_NOFOLLOW, 0, RESOLVE);
  }

  /// @return the directory itself, for the caller to close
  Fd openDirectory(byte[] path) throws SyscallException {
    return open(path, O_RDONLY);
  }

  /// Makes a directory, unless the archive implied it before it named it.
  void makeDirectory(EntryPath path) throws IOException {
    Fd above = parentOf(path);
    try {
      files.mkdirat(above, bytes(path.last()), MODE_WHILE_WRITING);
    } catch (SyscallException e) {
      // Whatever else could be there, openDirectory() will not open it.
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
    }
  }

  /// Makes a second name of a file.
  void link(EntryPath existing, EntryPath path) throws IOException {
    Fd to = parentOf(path);
    List<String> parts = existing.parts();
    try (Fd from = open(parts.subList(0, parts.size() - 1), O_PATH)) {
      files.linkat(from, bytes(existing.last()), to, bytes(path.last()), 0);
    }
  }

  static byte[] bytes(String name) {
    return ByteText.encode(name);
  }

  private void leave() throws IOException {
    Fd left = parent;
    parent = root;
    parentParts = List.of();
    if (left != root) {
      closer.close(left);
    }
  }

  @Override
  public void close() throws IOException {
    leave();
  }
}
