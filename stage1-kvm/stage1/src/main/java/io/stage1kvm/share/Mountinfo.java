package io.stage1kvm.share;

import io.stage1kvm.sys.abi.Mount;
import java.util.ArrayList;
import java.util.List;

/// The mounts of a namespace, as `/proc/PID/mountinfo` lists them (proc(5)).
final class Mountinfo {

  /// A mount and its flags that a remount must repeat, or it would lose them.
  record Entry(String path, int flags) {}

  private Mountinfo() {}

  /// The mounts on a path and below it, in the order of the list: parents first.
  static List<Entry> below(String text, String path) {
    List<Entry> entries = new ArrayList<>();
    for (String line : text.split("\n")) {
      String[] fields = line.split(" ");
      if (fields.length < 6) {
        continue;
      }
      String at = unescaped(fields[4]);
      if (at.equals(path) || at.startsWith(path + "/")) {
        entries.add(new Entry(at, flags(fields[5])));
      }
    }
    return entries;
  }

  private static int flags(String options) {
    int flags = 0;
    for (String option : options.split(",")) {
      flags |=
          switch (option) {
            case "ro" -> Mount.MS_RDONLY;
            case "nosuid" -> Mount.MS_NOSUID;
            case "nodev" -> Mount.MS_NODEV;
            case "noexec" -> Mount.MS_NOEXEC;
            case "noatime" -> Mount.MS_NOATIME;
            case "nodiratime" -> Mount.MS_NODIRATIME;
            case "relatime" -> Mount.MS_RELATIME;
            case "nosymfollow" -> Mount.MS_NOSYMFOLLOW;
            default -> 0; // rw and what is no flag of a mount
          };
    }
    return flags;
  }

  /// The kernel writes space, tab, newline and backslash as three octal digits.
  private static String unescaped(String path) {
    return path.replace("\\040", " ")
        .replace("\\011", "\t")
        .replace("\\012", "\n")
        .replace("\\134", "\\");
  }
}
