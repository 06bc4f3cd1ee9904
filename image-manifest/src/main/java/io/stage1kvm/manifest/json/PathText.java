package io.stage1kvm.manifest.json;

/// Paths as they compare.
final class PathText {
  private PathText() {}

  /// Absolute, without doubled and trailing slashes.
  static String of(String path) {
    String text = ("/" + path).replaceAll("/+", "/");
    return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
  }
}
