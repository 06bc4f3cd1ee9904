package io.stage1kvm.aci.convert;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.ByteText;
import java.util.Map;
import java.util.Optional;

/// An operating system and an architecture, in Go's words as images have them.
///
/// @param variant of the architecture, such as `v7`; empty for any
public record Platform(String os, String architecture, Optional<String> variant) {
  private static final Map<String, String> LINUX =
      Map.of(
          "amd64", "amd64",
          "386", "i386",
          "arm64", "aarch64",
          "arm64_be", "aarch64_be",
          "ppc64", "ppc64",
          "ppc64le", "ppc64le",
          "s390x", "s390x");

  /// @param text such as `linux/arm/v7`
  /// @throws IllegalArgumentException if it is none
  public static Platform parse(String text) {
    String[] parts = text.split("/", -1);
    if (parts.length < 2 || parts.length > 3) {
      throw new IllegalArgumentException(
          "platform '%s' must have the form OS/ARCH[/VARIANT]".formatted(text));
    }
    return new Platform(
        parts[0], parts[1], parts.length == 3 ? Optional.of(parts[2]) : Optional.empty());
  }

  /// Linux on this machine's processor.
  public static Platform ofHost() {
    String arch = System.getProperty("os.arch");
    return new Platform(
        "linux",
        switch (arch) {
          case "x86_64" -> "amd64";
          case "x86" -> "386";
          case "aarch64" -> "arm64";
          default -> arch;
        },
        Optional.empty());
  }

  boolean matches(JsonObjectReader described) throws AciException {
    return described.text("os").orElse("").equals(os)
        && described.text("architecture").orElse("").equals(architecture)
        && (variant.isEmpty() || described.text("variant").equals(variant));
  }

  /// @return appc's `arch` label for a Linux image's configuration
  static String appcArch(ImageConfig config) throws AciException {
    String arch = config.architecture();
    String known =
        arch.equals("arm")
            ? switch (config.variant().orElse("v7")) {
              case "v6" -> "armv6l";
              case "v7" -> "armv7l";
              default -> null;
            }
            : LINUX.get(arch);
    if (!config.os().equals("linux") || known == null) {
      throw AciException.malformed(
          "appc has no labels for platform '%s/%s'"
              .formatted(ByteText.show(config.os()), ByteText.show(arch)));
    }
    return known;
  }
}
