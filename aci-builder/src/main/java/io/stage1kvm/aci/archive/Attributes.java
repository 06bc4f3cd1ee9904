package io.stage1kvm.aci.archive;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/// What every entry has besides its name.
///
/// @param mode permission bits with set-user-ID, set-group-ID and sticky, 0 to 07777
/// @param uid numeric owner; names of owners are not read and not written
/// @param gid numeric group
/// @param mtime time of the last change, to the nanosecond
/// @param xattrs sorted by name
public record Attributes(int mode, long uid, long gid, Instant mtime, List<Xattr> xattrs) {
  /// All bits that `mode` may have.
  public static final int MODE_MASK = 07777;

  /// The largest id: 2^32-1 means "no change" to the kernel.
  public static final long MAX_ID = 0xffff_fffeL;

  public Attributes {
    check("mode", mode, MODE_MASK);
    check("uid", uid, MAX_ID);
    check("gid", gid, MAX_ID);
    xattrs =
        xattrs.isEmpty()
            ? List.of()
            : xattrs.stream().sorted(Comparator.comparing(Xattr::name)).toList();
  }

  private static void check(String field, long value, long max) {
    if (value < 0 || value > max) {
      throw new IllegalArgumentException(
          "%s '%d' must be between 0 and %d".formatted(field, value, max));
    }
  }

  /// @return the same with another owner and group
  public Attributes withOwner(long uid, long gid) {
    return new Attributes(mode, uid, gid, mtime, xattrs);
  }

  /// @return the same with another time
  public Attributes withMtime(Instant mtime) {
    return new Attributes(mode, uid, gid, mtime, xattrs);
  }
}
