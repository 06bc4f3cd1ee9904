package io.stage1kvm.guest.message;

/// A file operation that stage2 carries out. Missing parents of `path` are made as directories of
/// mode
/// 0755, owner 0:0.
public sealed interface GuestOp {
  /// Absolute; resolved inside the app's root, or in the guest's own root for shared operations.
  String path();

  /// Whether a failure is ignored instead of failing the app with status 226.
  boolean optional();

  /// Makes a directory if there is nothing at path; an existing one is left as it is.
  record Mkdir(String path, int mode, long uid, long gid, boolean optional) implements GuestOp {
    public Mkdir {
      Check.absolute("path", path);
      Check.range("mode", mode, 0, MAX_MODE);
      Check.range("uid", uid, 0, Check.MAX_ID);
      Check.range("gid", gid, 0, Check.MAX_ID);
    }
  }

  /// Makes a character device with exactly this mode, replacing nothing.
  record Node(String path, int mode, int major, int minor, boolean optional) implements GuestOp {
    public Node {
      Check.absolute("path", path);
      Check.range("mode", mode, 0, MAX_MODE);
      Check.range("major", major, 0, 0xFFF);
      Check.range("minor", minor, 0, 0xF_FFFF);
    }
  }

  /// Makes a symbolic link if nothing is at path.
  record Symlink(String path, String target, boolean optional) implements GuestOp {
    public Symlink {
      Check.absolute("path", path);
      Check.nonEmpty("target", target);
    }
  }

  /// Writes a file of UTF-8 text.
  record WriteFile(String path, int mode, String data, boolean optional) implements GuestOp {
    public WriteFile {
      Check.absolute("path", path);
      Check.range("mode", mode, 0, MAX_MODE);
      Check.text("data", data);
    }
  }

  /// Removes path if it is a symbolic link.
  record RemoveLink(String path, boolean optional) implements GuestOp {
    public RemoveLink {
      Check.absolute("path", path);
    }
  }

  /// mount(2) of a new file system on path, a directory, made if missing.
  ///
  /// @param flags `MS_*` bits, see [MountFlags]
  /// @param data the file system's own options, empty for none
  record Mount(String path, String source, String fstype, int flags, String data, boolean optional)
      implements GuestOp {
    public Mount {
      Check.absolute("path", path);
      Check.nonEmpty("source", source);
      Check.nonEmpty("fstype", fstype);
      Check.range("flags", flags, 0, Integer.MAX_VALUE);
      Check.text("data", data);
    }
  }

  /// Binds `source`, absolute in the guest's own root, on path.
  ///
  /// @param flags `MS_*` bits beyond the bind that mount_setattr(2) knows, see
  /// [MountFlags#ATTRIBUTES]
  record Bind(String path, String source, boolean recursive, int flags, boolean optional)
      implements GuestOp {
    public Bind {
      Check.absolute("path", path);
      Check.absolute("source", source);
      if ((flags & ~MountFlags.ATTRIBUTES) != 0) {
        throw Check.broken("flags", "0x" + Integer.toHexString(flags), "be attributes of a mount");
      }
    }
  }

  /// Binds an empty directory or file of mode 000 over path; nothing if path does not exist.
  record Hide(String path, boolean optional) implements GuestOp {
    public Hide {
      Check.absolute("path", path);
    }
  }

  /// Binds path on itself, read-only; nothing if path does not exist.
  record ReadOnly(String path, boolean optional) implements GuestOp {
    public ReadOnly {
      Check.absolute("path", path);
    }
  }

  /// Permission bits with setuid, setgid and sticky.
  int MAX_MODE = 07777;
}
