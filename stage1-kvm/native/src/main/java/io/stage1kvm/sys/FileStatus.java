package io.stage1kvm.sys;

import io.stage1kvm.sys.abi.Stat;

/// What statx tells about a file.
///
/// @param mode file type and mode bits, see [Stat]
/// @param size in bytes
/// @param dev the device of the file system
/// @param rdev the device that the file is, if it is one
/// @param mountRoot whether the file is the root of a mount (Linux 5.8)
public record FileStatus(
    int mode,
    int uid,
    int gid,
    long size,
    DeviceNumber dev,
    long ino,
    int nlink,
    DeviceNumber rdev,
    Timespec mtime,
    boolean mountRoot) {

  public boolean isDirectory() {
    return type() == Stat.S_IFDIR;
  }

  public boolean isRegularFile() {
    return type() == Stat.S_IFREG;
  }

  public boolean isSymbolicLink() {
    return type() == Stat.S_IFLNK;
  }

  /// One of the `S_IF*` values.
  public int type() {
    return mode & Stat.S_IFMT;
  }

  /// The twelve bits below the type, as chmod takes them.
  public int permissions() {
    return mode & ~Stat.S_IFMT;
  }

  /// Whether both are the same inode of the same file system.
  public boolean isSameFile(FileStatus other) {
    return ino == other.ino && dev.equals(other.dev);
  }
}
