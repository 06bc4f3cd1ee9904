package io.stage1kvm.pod;

/// A volume on its place in an app.
///
/// @param volume the volume's name
/// @param path where the app sees it; may be relative or hold `..`, the guest clamps it to the root
/// @param readOnly whether this app may only read it
/// @param recursive whether mounts below the source come along
record AppVolume(String volume, String path, boolean readOnly, boolean recursive) {
  /// The path as the guest resolves it: absolute, all its parts kept.
  String target() {
    return path.startsWith("/") ? path : "/" + path;
  }

  /// The path with a leading slash, without doubled slashes, `.` and `..` parts, for comparing.
  String normalPath() {
    return java.nio.file.Path.of("/" + path).normalize().toString();
  }

  /// Whether the volume lies on `directory` or below it.
  boolean isWithin(String directory) {
    return normalPath().equals(directory) || normalPath().startsWith(directory + "/");
  }
}
