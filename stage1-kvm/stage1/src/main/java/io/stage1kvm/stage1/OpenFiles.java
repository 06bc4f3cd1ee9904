package io.stage1kvm.stage1;

import java.util.List;

/// How many inodes of the share the guest may remember: virtiofsd holds a descriptor for each of
/// them and
/// ends at the hard limit of open files, which it inherits from us. Beyond that, programs in the
/// guest get "too many
/// open files" for looking at a file.
final class OpenFiles {
  private static final String LIMIT = "Max open files";

  /// What virtiofsd sets itself where it may.
  private static final long MOST = 1_000_000;

  private OpenFiles() {}

  /// The parameter of the guest's kernel that stage2 reads: half of the limit, so that what comes
  /// while the
  /// guest forgets has room.
  ///
  /// @param limits the text of `/proc/self/limits`
  static String parameter(String limits) {
    return "share_inodes=" + hard(limits) / 2;
  }

  private static long hard(String limits) {
    for (String line : limits.lines().toList()) {
      if (line.startsWith(LIMIT)) {
        List<String> columns = List.of(line.substring(LIMIT.length()).strip().split("\\s+"));
        return columns.get(1).equals("unlimited")
            ? MOST
            : Math.min(MOST, Long.parseLong(columns.get(1)));
      }
    }
    return MOST;
  }
}
