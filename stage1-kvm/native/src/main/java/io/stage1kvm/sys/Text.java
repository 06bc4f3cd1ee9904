package io.stage1kvm.sys;

import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.sys.abi.Mount;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// How arguments of calls look in error texts.
final class Text {

  private Text() {}

  /// `name(a, b, c)`; a byte array is a name and is quoted.
  static String call(String name, Object... arguments) {
    List<String> texts = new ArrayList<>();
    for (Object argument : arguments) {
      texts.add(argument instanceof byte[] bytes ? name(bytes) : String.valueOf(argument));
    }
    return name + "(" + String.join(", ", texts) + ")";
  }

  /// `ioctl(NAME, slot=1, size=0x1000)` of pairs: an `int` in decimal, a `long` in hexadecimal.
  static String ioctl(String name, Object... details) {
    StringBuilder text = new StringBuilder("ioctl(").append(name);
    for (int i = 0; i < details.length; i += 2) {
      Object value = details[i + 1];
      String shown =
          value instanceof Long number ? "0x" + Long.toHexString(number) : String.valueOf(value);
      text.append(", ").append(details[i]).append('=').append(shown);
    }
    return text.append(')').toString();
  }

  /// A name between quotes, with control characters as `\xNN` so that no name can forge a line.
  static String name(byte[] name) {
    StringBuilder text = new StringBuilder("'");
    for (char c : new String(name, StandardCharsets.UTF_8).toCharArray()) {
      if (c < 0x20 || c == 0x7f) {
        text.append(String.format("\\x%02x", (int) c));
      } else {
        text.append(c);
      }
    }
    return text.append('\'').toString();
  }

  static String mode(int mode) {
    return "0" + Integer.toOctalString(mode);
  }

  static String openFlags(int flags) {
    Flags text = new Flags(flags & ~Fcntl.O_ACCMODE);
    text.add(
        switch (flags & Fcntl.O_ACCMODE) {
          case Fcntl.O_RDONLY -> "O_RDONLY";
          case Fcntl.O_WRONLY -> "O_WRONLY";
          default -> "O_RDWR";
        });
    return text.take(Fcntl.O_PATH, "O_PATH")
        .take(Fcntl.O_CREAT, "O_CREAT")
        .take(Fcntl.O_EXCL, "O_EXCL")
        .take(Fcntl.O_TRUNC, "O_TRUNC")
        .take(Fcntl.O_APPEND, "O_APPEND")
        .take(Fcntl.O_NONBLOCK, "O_NONBLOCK")
        .take(Fcntl.O_TMPFILE, "O_TMPFILE")
        .take(Fcntl.O_DIRECTORY, "O_DIRECTORY")
        .take(Fcntl.O_NOFOLLOW, "O_NOFOLLOW")
        .take(Fcntl.O_CLOEXEC, "O_CLOEXEC")
        .toString();
  }

  static String resolve(long resolve) {
    return new Flags((int) resolve)
        .take(Fcntl.RESOLVE_IN_ROOT, "RESOLVE_IN_ROOT")
        .take(Fcntl.RESOLVE_BENEATH, "RESOLVE_BENEATH")
        .take(Fcntl.RESOLVE_NO_SYMLINKS, "RESOLVE_NO_SYMLINKS")
        .take(Fcntl.RESOLVE_NO_MAGICLINKS, "RESOLVE_NO_MAGICLINKS")
        .take(Fcntl.RESOLVE_NO_XDEV, "RESOLVE_NO_XDEV")
        .toString();
  }

  /// AT_REMOVEDIR and others share bits with nothing that one call takes, so one table is enough.
  static String atFlags(int flags) {
    return new Flags(flags)
        .take(Fcntl.AT_SYMLINK_NOFOLLOW, "AT_SYMLINK_NOFOLLOW")
        .take(Fcntl.AT_SYMLINK_FOLLOW, "AT_SYMLINK_FOLLOW")
        .take(Fcntl.AT_REMOVEDIR, "AT_REMOVEDIR")
        .take(Fcntl.AT_EMPTY_PATH, "AT_EMPTY_PATH")
        .take(Fcntl.AT_RECURSIVE, "AT_RECURSIVE")
        .toString();
  }

  static String mountFlags(int flags) {
    return new Flags(flags)
        .take(Mount.MS_BIND, "MS_BIND")
        .take(Mount.MS_REC, "MS_REC")
        .take(Mount.MS_REMOUNT, "MS_REMOUNT")
        .take(Mount.MS_RDONLY, "MS_RDONLY")
        .take(Mount.MS_NOSUID, "MS_NOSUID")
        .take(Mount.MS_NODEV, "MS_NODEV")
        .take(Mount.MS_NOEXEC, "MS_NOEXEC")
        .take(Mount.MS_PRIVATE, "MS_PRIVATE")
        .take(Mount.MS_SLAVE, "MS_SLAVE")
        .take(Mount.MS_MOVE, "MS_MOVE")
        .toString();
  }

  /// Names joined by `|`; bits without a name stay as one hexadecimal number.
  private static final class Flags {
    private final List<String> names = new ArrayList<>();
    private int rest;

    Flags(int flags) {
      rest = flags;
    }

    void add(String name) {
      names.add(name);
    }

    Flags take(int bits, String name) {
      if ((rest & bits) == bits) {
        names.add(name);
        rest &= ~bits;
      }
      return this;
    }

    @Override
    public String toString() {
      if (rest != 0 || names.isEmpty()) {
        names.add(rest == 0 ? "0" : "0x" + Integer.toHexString(rest));
      }
      return String.join("|", names);
    }
  }
}
