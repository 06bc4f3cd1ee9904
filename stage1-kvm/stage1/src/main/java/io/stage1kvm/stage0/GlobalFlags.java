package io.stage1kvm.stage0;

import io.stage1kvm.stage0.flag.Flag;
import io.stage1kvm.stage0.flag.FlagSet;
import io.stage1kvm.stage0.flag.Flags;
import java.io.IOException;
import java.nio.file.Path;

/// The flags of every command, in front of its name or behind it.
///
/// @param dir the data directory
/// @param debug say more
/// @param localConfig rkt's local configuration directory, handed to stage1
final class GlobalFlags {
  static final Path DEFAULT_DIR = Path.of("/var/lib/stage1-kvm");
  static final String DEFAULT_LOCAL_CONFIG = "/etc/rkt";

  static final FlagSet SET =
      FlagSet.of(
          Flag.value("dir", "DIR", "data directory (default " + DEFAULT_DIR + ")"),
          Flag.toggle("debug", "say more; show the guest's console"),
          Flag.value("insecure-options", "LIST", "restrictions to lift: " + InsecureOptions.NAMES),
          Flag.value(
              "local-config",
              "DIR",
              "local configuration directory (default " + DEFAULT_LOCAL_CONFIG + ")"),
          Flag.toggle("help", "show this help"));

  private GlobalFlags() {}

  /// The data directory, absolute: it becomes part of mount options. And without links, as the
  /// kernel names it in its table of mounts: what is mounted in it must be found there.
  static DataDirectory dataDirectory(Flags flags) {
    Path dir = flags.last("dir").map(Path::of).orElse(DEFAULT_DIR);
    return new DataDirectory(real(dir.toAbsolutePath().normalize()));
  }

  /// What does not exist yet will be made by its name.
  private static Path real(Path path) {
    try {
      return path.toRealPath();
    } catch (IOException e) {
      return path.getParent() == null ? path : real(path.getParent()).resolve(path.getFileName());
    }
  }

  static String localConfig(Flags flags) {
    return flags.last("local-config").orElse(DEFAULT_LOCAL_CONFIG);
  }
}
