package io.stage1kvm.stage0;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The mount points of this mount namespace, in the order in which they were mounted.
///
/// @param targets absolute paths
record MountTable(List<Path> targets) {
  private static final int TARGET_FIELD = 4;

  MountTable {
    targets = List.copyOf(targets);
  }

  static MountTable read() throws IOException {
    return parse(
        new String(
            Files.readAllBytes(Path.of("/proc/self/mountinfo")), StandardCharsets.ISO_8859_1));
  }

  /// Parses `/proc/self/mountinfo`, whose text holds one character for each byte: proc(5).
  static MountTable parse(String mountinfo) {
    List<Path> targets = new ArrayList<>();
    for (String line : mountinfo.lines().toList()) {
      String[] fields = line.split(" ");
      if (fields.length > TARGET_FIELD) {
        targets.add(Path.of(unescape(fields[TARGET_FIELD])));
      }
    }
    return new MountTable(targets);
  }

  /// Blanks and backslashes stand as three octal digits.
  private static String unescape(String field) {
    StringBuilder bytes = new StringBuilder();
    for (int i = 0; i < field.length(); i++) {
      if (field.charAt(i) == '\\' && i + 3 < field.length()) {
        bytes.append((char) Integer.parseInt(field.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        bytes.append(field.charAt(i));
      }
    }
    return new String(
        bytes.toString().getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
  }

  /// The mount points below a directory, the last one mounted first: the order to unmount them in.
  List<Path> below(Path directory) {
    return targets.stream()
        .filter(target -> target.startsWith(directory) && !target.equals(directory))
        .toList()
        .reversed();
  }
}
