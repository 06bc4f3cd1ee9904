package io.stage1kvm.manifest.type;

import java.util.List;

/// The pairs of `os` and `arch` labels that appc knows. `arch` means something only beside `os`.
public final class OsArch {
  private OsArch() {}

  public static List<String> systems() {
    return List.of("darwin", "freebsd", "linux");
  }

  /// Empty for an unknown system.
  public static List<String> archs(String os) {
    return switch (os) {
      case "linux" ->
          List.of(
              "amd64",
              "i386",
              "aarch64",
              "aarch64_be",
              "armv6l",
              "armv7l",
              "armv7b",
              "ppc64",
              "ppc64le",
              "s390x");
      case "freebsd" -> List.of("amd64", "i386", "arm");
      case "darwin" -> List.of("x86_64", "i386");
      default -> List.of();
    };
  }

  static void checkOs(String os) {
    if (!systems().contains(os)) {
      throw InvalidValueException.of("os", os, "be one of " + String.join(", ", systems()))
          .breaking(ManifestRule.LABEL_OS_ARCH);
    }
  }

  static void checkArch(String os, String arch) {
    if (!archs(os).contains(arch)) {
      throw InvalidValueException.of(
              "arch",
              arch,
              "be one of " + String.join(", ", archs(os)) + " when os is '" + os + "'")
          .breaking(ManifestRule.LABEL_OS_ARCH);
    }
  }
}
