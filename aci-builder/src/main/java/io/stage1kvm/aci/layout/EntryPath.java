package io.stage1kvm.aci.layout;

import java.util.ArrayList;
import java.util.List;

/// A place in an image: relative, and without `.`, `..` and empty parts. No parts: the image's
/// top.
///
public final class EntryPath {
  /// The image's top.
  public static final EntryPath TOP = new EntryPath(List.of(), "");

  private final List<String> parts;
  private final String name;

  private EntryPath(List<String> parts, String name) {
    this.parts = parts;
    this.name = name;
  }

  /// @param name as an archive has it, with any `./` and `//` in it
  /// @throws IllegalArgumentException if it is absolute or has `..`
  public static EntryPath of(String name) {
    if (isAbsolute(name)) {
      throw new IllegalArgumentException("name '%s' must be relative".formatted(name));
    }
    List<String> parts = new ArrayList<>();
    int left = 0;
    for (int from = 0; from <= name.length(); ) {
      int slash = name.indexOf('/', from);
      int to = slash < 0 ? name.length() : slash;
      String part = name.substring(from, to);
      if (part.equals("..")) {
        throw new IllegalArgumentException("name '%s' must not have '..'".formatted(name));
      }
      if (part.isEmpty() || part.equals(".")) {
        left++;
      } else {
        parts.add(part);
      }
      from = to + 1;
    }
    return new EntryPath(List.copyOf(parts), left == 0 ? name : String.join("/", parts));
  }

  static boolean isAbsolute(String name) {
    return name.startsWith("/");
  }

  /// @return whether the name has a part `..`, even one that would stay inside: no tool writes
  ///     that
  static boolean hasParent(String name) {
    return name.contains("..") && List.of(name.split("/")).contains("..");
  }

  /// @return the parts of the name, from the top
  public List<String> parts() {
    return parts;
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
  public boolean equals(Object other) {
    return other instanceof EntryPath path && path.name.equals(name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /// @return the name, without any `./` and `//`
  @Override
  public String toString() {
    return name;
  }
}
