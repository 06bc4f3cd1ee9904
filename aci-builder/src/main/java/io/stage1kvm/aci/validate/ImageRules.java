package io.stage1kvm.aci.validate;

import io.stage1kvm.aci.layout.AciLayout;
import io.stage1kvm.aci.layout.Finding;
import io.stage1kvm.aci.layout.Rule;
import io.stage1kvm.manifest.type.ManifestRule.Actool;
import io.stage1kvm.manifest.type.ManifestRule.Level;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/// What is to be said about the rules of images, beside what breaks them. All are errors: whoever
/// extracts an image refuses it.
final class ImageRules {
  private static final String ADR = "0028";

  private ImageRules() {}

  /// @param entry the entry's name as the archive has it, empty for the archive as a whole
  static Violation violation(Finding finding, String entry) {
    Actool actool = actool(finding.rule(), entry);
    return new Violation(
        finding.rule().id(),
        "aci.md#image-archives",
        hint(finding.rule()),
        Level.ERROR,
        Level.ERROR,
        actool,
        actool == Actool.ACCEPTS || finding.rule() == Rule.ARCHIVE
            ? Optional.of(ADR)
            : Optional.empty(),
        entry.isEmpty() ? Optional.empty() : Optional.of(entry),
        Optional.empty(),
        finding.message());
  }

  /// Not the content's, so that only the letter minds.
  static Optional<Violation> fileName(Path image) {
    if (image.getFileName().toString().endsWith(AciLayout.SUFFIX)) {
      return Optional.empty();
    }
    return Optional.of(
        new Violation(
            "file-suffix",
            "aci.md#image-archives",
            "rename it",
            Level.NONE,
            Level.ERROR,
            Actool.ACCEPTS,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            "the name of the file does not end with '%s'".formatted(AciLayout.SUFFIX)));
  }

  private static String hint(Rule rule) {
    return switch (rule) {
      case ARCHIVE -> "make it anew with 'aci build', or check how it was transferred";
      case MANIFEST_PRESENT -> "put a file 'manifest' beside 'rootfs'";
      case MANIFEST_VALID -> "see the manifest's own findings";
      case ROOTFS_PRESENT -> "put all files below a directory 'rootfs'";
      case TOP_LEVEL -> "put all files below 'rootfs'";
      case NAME_RELATIVE -> "write names without a leading '/'";
      case NAME_INSIDE -> "write names without '..'";
      case NAME_ONCE -> "write each name once";
      case PARENT_DIRECTORY -> "make it a directory, or move what lies below it";
      case HARD_LINK_INSIDE -> "let hard links name an earlier file of the rootfs, from the top";
      case ENTRY_TYPE -> "leave fifos and sockets out; apps make them when they start";
    };
  }

  /// actool looks at names only, cleaned, and takes everything that begins with `rootfs`.
  private static Actool actool(Rule rule, String entry) {
    boolean seen =
        switch (rule) {
          case ARCHIVE, MANIFEST_PRESENT, MANIFEST_VALID, ROOTFS_PRESENT -> true;
          case TOP_LEVEL, NAME_RELATIVE, NAME_INSIDE -> isStranger(entry);
          case NAME_ONCE -> !clean(entry).equals("rootfs");
          case PARENT_DIRECTORY, HARD_LINK_INSIDE, ENTRY_TYPE -> false;
        };
    return seen ? Actool.REFUSES : Actool.ACCEPTS;
  }

  private static boolean isStranger(String entry) {
    String name = clean(entry);
    return !name.startsWith("rootfs") && !name.equals("manifest") && !name.equals(".");
  }

  private static String clean(String name) {
    boolean absolute = name.startsWith("/");
    Deque<String> parts = new ArrayDeque<>();
    for (String part : name.split("/")) {
      boolean up = part.equals("..");
      if (up && !parts.isEmpty() && !parts.getLast().equals("..")) {
        parts.removeLast();
      } else if (!part.isEmpty() && !part.equals(".") && !(up && absolute)) {
        parts.addLast(part);
      }
    }
    String clean = (absolute ? "/" : "") + String.join("/", parts);
    return clean.isEmpty() ? "." : clean;
  }
}
