package io.stage1kvm.aci.layout;

import java.util.ArrayList;
import java.util.List;

/// A place in an image: relative, and without `.`, `..` and empty parts. No parts: the image's
/// top.
///
/// @param parts of the name, from the top
public record EntryPath(List<String> parts) {
  public EntryPath {
    parts = List.copyOf(parts);
    for (String part : parts) {
      if (part.isEmpty() || part.equals(".") || part.equals("..") || part.indexOf('/') >= 0) {
        throw new IllegalArgumentException("part '%s' must be a plain name".formatted(part));
      }
    }
  }

  /// @param name as an archive has it, with any `./` and `//` in it
  /// @throws IllegalArgumentException if it is absolute or has `..`
  public static EntryPath of(String name) {
    if (isAbsolute(name)) {
      throw new IllegalArgumentException("name '%s' must be relative".formatted(name));
    }
    List<String> parts = new ArrayList<>();
    for (String part : name.split("/")) {
      if (!part.isEmpty() && !part.equals(".")) {
        parts.add(part);
      }
    }
    return new EntryPath(parts);
  }

  static boolean isAbsolute(String name) {
    return name.startsWith("/");
  }

  /// @return whether the name has a part `..`, even one that would stay inside: no tool writes
  ///     that
  static boolean hasParent(String name) {
    return name.contains("..") && List.of(name.split("/")).contains("..");
  }

  public boolean isTop() {
    return parts.isEmpty();
  }

  /// @return whether it is the root file system or something in it
  public boolean inRootfs() {
    return !isTop() && parts.getFirst().equals(AciLayout.ROOTFS);
  }

  /// @return the last part
  public String last() {
    return parts.getLast();
  }

  @Override
  public String toString() {
    return String.join("/", parts);
  }
}
