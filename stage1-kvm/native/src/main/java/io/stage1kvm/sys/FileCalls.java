package io.stage1kvm.sys;

import java.nio.ByteBuffer;
import java.util.List;

/// Calls on files. Constants are in [io.stage1kvm.sys.abi.Fcntl] and [io.stage1kvm.sys.abi.Stat].
///
/// Names are bytes, relative to a directory (or [Fd#CWD]), without a closing zero; those with a
/// `String` are UTF-8. A name that holds a zero byte fails with `EINVAL`. No call retries on
/// `EINTR`.
public interface FileCalls {

  /// Opens with `O_CLOEXEC` added. `mode` only matters with `O_CREAT` or `O_TMPFILE`.
  Fd openat(Fd dir, byte[] name, int flags, int mode) throws SyscallException;

  /// Opens with `O_CLOEXEC` added and the path resolved under the `RESOLVE_*` restrictions
  /// (Linux 5.6).
  Fd openat2(Fd dir, byte[] name, int flags, int mode, long resolve) throws SyscallException;

  void mkdirat(Fd dir, byte[] name, int mode) throws SyscallException;

  /// @param mode with the file type
  void mknodat(Fd dir, byte[] name, int mode, DeviceNumber device) throws SyscallException;

  void symlinkat(byte[] target, Fd dir, byte[] name) throws SyscallException;

  /// With `AT_EMPTY_PATH` and an empty old name it links the file `oldDir` itself.
  void linkat(Fd oldDir, byte[] oldName, Fd newDir, byte[] newName, int flags)
      throws SyscallException;

  /// @param flags 0, or `AT_REMOVEDIR` for a directory
  void unlinkat(Fd dir, byte[] name, int flags) throws SyscallException;

  void renameat2(Fd oldDir, byte[] oldName, Fd newDir, byte[] newName, int flags)
      throws SyscallException;

  /// The bytes of a symbolic link; an empty name reads the link that `dir` itself is (`O_PATH`).
  byte[] readlinkat(Fd dir, byte[] name) throws SyscallException;

  /// @param flags `AT_SYMLINK_NOFOLLOW`, `AT_EMPTY_PATH`
  FileStatus statx(Fd dir, byte[] name, int flags) throws SyscallException;

  FileStatus fstat(Fd file) throws SyscallException;

  /// @param flags `AT_SYMLINK_NOFOLLOW`, `AT_EMPTY_PATH`
  void fchownat(Fd dir, byte[] name, int uid, int gid, int flags) throws SyscallException;

  void fchmod(Fd file, int mode) throws SyscallException;

  /// Follows symbolic links: open with `O_NOFOLLOW` and use [#fchmod] where the name is not
  /// trusted.
  void fchmodat(Fd dir, byte[] name, int mode) throws SyscallException;

  /// @param flags 0, or `AT_SYMLINK_NOFOLLOW` to set the times of a link itself
  void utimensat(Fd dir, byte[] name, Timespec atime, Timespec mtime, int flags)
      throws SyscallException;

  void futimens(Fd file, Timespec atime, Timespec mtime) throws SyscallException;

  /// The next entries, `.` and `..` among them; none at the end of the directory.
  List<DirectoryEntry> getdents64(Fd dir) throws SyscallException;

  /// Reads at most `length` bytes, at most 128 KiB at once; 0 is the end of the file.
  int read(Fd file, byte[] target, int offset, int length) throws SyscallException;

  /// Reads into the remaining part of a direct buffer and moves its position; 0 is the end of
  /// the file.
  int read(Fd file, ByteBuffer direct) throws SyscallException;

  /// Writes at most `length` bytes, at most 128 KiB at once, and returns how many.
  int write(Fd file, byte[] source, int offset, int length) throws SyscallException;

  /// Writes from the remaining part of a direct buffer and moves its position.
  int write(Fd file, ByteBuffer direct) throws SyscallException;

  /// Writes all bytes, in as many calls as it takes.
  default void writeFully(Fd file, byte[] source, int offset, int length) throws SyscallException {
    for (int done = 0; done < length; ) {
      done += write(file, source, offset + done, length - done);
    }
  }

  /// Copies between files from their positions; 0 is the end of the source.
  long copyFileRange(Fd source, Fd target, long length) throws SyscallException;

  /// Copies from a file to any descriptor from the source's position; 0 is the end of the source.
  long sendfile(Fd target, Fd source, long length) throws SyscallException;

  /// @param whence `SEEK_*`; `SEEK_DATA` behind the last data fails with `ENXIO`
  long lseek(Fd file, long offset, int whence) throws SyscallException;

  void ftruncate(Fd file, long size) throws SyscallException;

  void fallocate(Fd file, int mode, long offset, long length) throws SyscallException;

  /// @param operation `LOCK_*`; with `LOCK_NB` a lock that is held fails with `EAGAIN`
  void flock(Fd file, int operation) throws SyscallException;

  void fsync(Fd file) throws SyscallException;

  /// Writes out the file system that the file is on.
  void syncfs(Fd file) throws SyscallException;

  /// `F_GETFD`: whether the descriptor is closed at execve.
  boolean isCloseOnExec(Fd file) throws SyscallException;

  /// `F_SETFD`.
  void setCloseOnExec(Fd file, boolean closeOnExec) throws SyscallException;

  /// `F_DUPFD_CLOEXEC`: another descriptor of the same open file.
  Fd duplicate(Fd file) throws SyscallException;

  default Fd openat(Fd dir, String name, int flags) throws SyscallException {
    return openat(dir, Scratch.utf8(name), flags, 0);
  }

  default Fd openat(Fd dir, String name, int flags, int mode) throws SyscallException {
    return openat(dir, Scratch.utf8(name), flags, mode);
  }

  default Fd openat2(Fd dir, String name, int flags, int mode, long resolve)
      throws SyscallException {
    return openat2(dir, Scratch.utf8(name), flags, mode, resolve);
  }

  default void mkdirat(Fd dir, String name, int mode) throws SyscallException {
    mkdirat(dir, Scratch.utf8(name), mode);
  }

  default void mknodat(Fd dir, String name, int mode, DeviceNumber device) throws SyscallException {
    mknodat(dir, Scratch.utf8(name), mode, device);
  }

  default void symlinkat(String target, Fd dir, String name) throws SyscallException {
    symlinkat(Scratch.utf8(target), dir, Scratch.utf8(name));
  }

  default void linkat(Fd oldDir, String oldName, Fd newDir, String newName, int flags)
      throws SyscallException {
    linkat(oldDir, Scratch.utf8(oldName), newDir, Scratch.utf8(newName), flags);
  }

  default void unlinkat(Fd dir, String name, int flags) throws SyscallException {
    unlinkat(dir, Scratch.utf8(name), flags);
  }

  default void renameat2(Fd oldDir, String oldName, Fd newDir, String newName, int flags)
      throws SyscallException {
    renameat2(oldDir, Scratch.utf8(oldName), newDir, Scratch.utf8(newName), flags);
  }

  default byte[] readlinkat(Fd dir, String name) throws SyscallException {
    return readlinkat(dir, Scratch.utf8(name));
  }

  default FileStatus statx(Fd dir, String name, int flags) throws SyscallException {
    return statx(dir, Scratch.utf8(name), flags);
  }

  default void fchownat(Fd dir, String name, int uid, int gid, int flags) throws SyscallException {
    fchownat(dir, Scratch.utf8(name), uid, gid, flags);
  }

  default void fchmodat(Fd dir, String name, int mode) throws SyscallException {
    fchmodat(dir, Scratch.utf8(name), mode);
  }

  default void utimensat(Fd dir, String name, Timespec atime, Timespec mtime, int flags)
      throws SyscallException {
    utimensat(dir, Scratch.utf8(name), atime, mtime, flags);
  }
}
