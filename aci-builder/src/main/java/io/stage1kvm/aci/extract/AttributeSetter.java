package io.stage1kvm.aci.extract;

import static io.stage1kvm.aci.extract.TargetTree.bytes;

import io.stage1kvm.aci.archive.Attributes;
import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.aci.archive.Xattr;
import io.stage1kvm.aci.layout.PortableXattrs;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.FileCalls;
import io.stage1kvm.sys.FileStatus;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.Timespec;
import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.sys.abi.Stat;
import java.time.Instant;

/// Gives what was made its owner, mode, extended attributes and time, in this order: a change of
/// the owner takes set-id bits and capabilities away, any change moves the time.
final class AttributeSetter {
  private static final int SET_ID = Stat.S_ISUID | Stat.S_ISGID;
  private static final String CAPABILITY = "security.capability";
  private static final byte[] ITSELF = {};

  private final FileCalls files = Sys.files();
  private final Ownership ownership;
  private final Omissions omissions;

  AttributeSetter(Ownership ownership, Omissions omissions) {
    this.ownership = ownership;
    this.omissions = omissions;
  }

  boolean privileged() {
    return ownership == Ownership.KEEP;
  }

  /// Changes only what differs: each change is written to the file system's journal.
  ///
  /// @param file a regular file or a directory, open
  void set(Fd file, Attributes attributes) throws SyscallException {
    set(file, files.fstat(file), attributes);
  }

  /// As [#set(Fd, Attributes)], for who knows owner and mode already.
  void set(Fd file, FileStatus now, Attributes attributes) throws SyscallException {
    if (!privileged()
        || now.uid() != (int) attributes.uid()
        || now.gid() != (int) attributes.gid()) {
      setOwner(file, ITSELF, Fcntl.AT_EMPTY_PATH, attributes);
    }
    int mode = mode(attributes);
    // A file has none of the set-id bits yet, which a change of its owner takes away.
    if (now.permissions() != mode) {
      files.fchmod(file, mode);
    }
    for (Xattr xattr : attributes.xattrs()) {
      setXattr(file, xattr);
    }
    files.futimens(file, Timespec.OMIT, time(attributes.mtime()));
  }

  void setOnSymlink(Fd dir, String name, Attributes attributes) throws SyscallException {
    setOwner(dir, bytes(name), Fcntl.AT_SYMLINK_NOFOLLOW, attributes);
    omitXattrs(attributes);
    setTime(dir, name, attributes);
  }

  void setOnDevice(Fd dir, String name, Attributes attributes) throws SyscallException {
    setOwner(dir, bytes(name), Fcntl.AT_SYMLINK_NOFOLLOW, attributes);
    // Follows links, but the name is a node that we have just made in a directory of ours.
    files.fchmodat(dir, bytes(name), mode(attributes));
    omitXattrs(attributes);
    setTime(dir, name, attributes);
  }

  private void setTime(Fd dir, String name, Attributes attributes) throws SyscallException {
    Timespec mtime = time(attributes.mtime());
    files.utimensat(dir, bytes(name), Timespec.OMIT, mtime, Fcntl.AT_SYMLINK_NOFOLLOW);
  }

  private void setOwner(Fd file, byte[] name, int flags, Attributes attributes)
      throws SyscallException {
    if (privileged()) {
      // Ids are unsigned in the kernel.
      files.fchownat(file, name, (int) attributes.uid(), (int) attributes.gid(), flags);
    } else {
      omissions.owner();
    }
  }

  private int mode(Attributes attributes) {
    if (privileged() || (attributes.mode() & SET_ID) == 0) {
      return attributes.mode();
    }
    omissions.setId();
    return attributes.mode() & ~SET_ID;
  }

  private void setXattr(Fd file, Xattr xattr) throws SyscallException {
    boolean needsRoot = xattr.name().equals(CAPABILITY);
    if (!PortableXattrs.contains(xattr.name()) || needsRoot && !privileged()) {
      omissions.xattr(ByteText.show(xattr.name()));
      return;
    }
    try {
      Sys.xattrs().fsetxattr(file, xattr.name(), xattr.value(), 0);
    } catch (SyscallException e) {
      // The file system has no such attributes: a property of the target, not of the image.
      if (e.errno() != Errno.EOPNOTSUPP) {
        throw e;
      }
      omissions.xattr(xattr.name());
    }
  }

  /// Links and devices can have none that an image may carry.
  private void omitXattrs(Attributes attributes) {
    attributes.xattrs().forEach(xattr -> omissions.xattr(ByteText.show(xattr.name())));
  }

  private static Timespec time(Instant time) {
    return new Timespec(time.getEpochSecond(), time.getNano());
  }
}
