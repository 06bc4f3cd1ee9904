package io.stage1kvm.aci.build;

import io.stage1kvm.aci.archive.Attributes;
import io.stage1kvm.aci.archive.Xattr;
import io.stage1kvm.aci.layout.PortableXattrs;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.FileStatus;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.Timespec;
import io.stage1kvm.sys.abi.Errno;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The attributes of a file on disk, as the image is to have them.
final class AttributeReader {
  private final Optional<Instant> latest;
  private final boolean ownerRoot;

  AttributeReader(BuildOptions options) {
    this.latest = options.timestamp();
    this.ownerRoot = options.ownerRoot();
  }

  /// @return attributes of an open file or directory, with its extended attributes
  Attributes of(Fd file, FileStatus status) throws SyscallException {
    return attributes(status, xattrs(file));
  }

  /// @return attributes of something that cannot be opened
  Attributes of(FileStatus status) {
    return attributes(status, List.of());
  }

  /// @return attributes of a file that belongs to root
  Attributes plain(int mode, Timespec mtime) {
    return new Attributes(mode, 0, 0, clamp(mtime), List.of());
  }

  private Attributes attributes(FileStatus status, List<Xattr> xattrs) {
    long uid = ownerRoot ? 0 : Integer.toUnsignedLong(status.uid());
    long gid = ownerRoot ? 0 : Integer.toUnsignedLong(status.gid());
    return new Attributes(status.permissions(), uid, gid, clamp(status.mtime()), xattrs);
  }

  private Instant clamp(Timespec time) {
    Instant mtime = Instant.ofEpochSecond(time.seconds(), time.nanos());
    return latest.isPresent() && mtime.isAfter(latest.get()) ? latest.get() : mtime;
  }

  private static List<Xattr> xattrs(Fd file) throws SyscallException {
    List<Xattr> xattrs = new ArrayList<>();
    for (String name : names(file)) {
      if (PortableXattrs.contains(name)) {
        xattrs.add(new Xattr(name, Sys.xattrs().fgetxattr(file, name)));
      }
    }
    return xattrs;
  }

  private static List<String> names(Fd file) throws SyscallException {
    try {
      return Sys.xattrs().flistxattr(file);
    } catch (SyscallException e) {
      if (e.errno() != Errno.EOPNOTSUPP) {
        throw e;
      }
      return List.of();
    }
  }
}
