package io.stage1kvm.stage0;

import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.json.ManifestException;
import io.stage1kvm.manifest.json.ManifestJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// What a stage1 image promises in the annotations of its manifest.
///
/// @param manifest the image's manifest
record Stage1Image(ImageManifest manifest) {
  private static final String PREFIX = "coreos.com/rkt/stage1/";

  /// The programs of a stage1 image.
  enum Entrypoint {
    RUN,
    ENTER,
    STOP,
    GC;

    String annotation() {
      return PREFIX + name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  /// The stage1 image of a pod that was prepared.
  static Stage1Image of(Pod pod) throws Stage0Exception {
    Path file = pod.directory().stage1Manifest();
    try {
      return new Stage1Image(ManifestJson.readImage(Files.readAllBytes(file), file.toString()));
    } catch (IOException | ManifestException e) {
      throw Stage0Exception.cannot("use pod '" + pod.uuid() + "'", e);
    }
  }

  /// The program below the image's root file system.
  Path program(Entrypoint entrypoint, Path rootfs) throws Stage0Exception {
    String path =
        manifest
            .annotation(entrypoint.annotation())
            .orElseThrow(
                () ->
                    Stage0Exception.of("entrypoint \"" + entrypoint.annotation() + "\" not found"));
    return rootfs.resolve(path.replaceFirst("^/+", ""));
  }

  /// The version of the interface between stage0 and stage1; images older than versions have 1.
  int interfaceVersion() throws Stage0Exception {
    String version = manifest.annotation(PREFIX + "interface-version").orElse("1");
    try {
      return Integer.parseInt(version);
    } catch (NumberFormatException ignored) {
      throw Stage0Exception.cannot(
          "use stage1 image '" + manifest.name() + "'",
          "its interface version '" + version + "' must be a number");
    }
  }
}
