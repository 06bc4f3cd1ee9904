package io.stage1kvm.stage0;

import io.stage1kvm.manifest.PodManifest;
import java.util.List;

/// All that a pod is made of.
///
/// @param manifest the pod manifest
/// @param manifestBytes the manifest as it is written: a user's own byte for byte
/// @param images the image of each app, in the manifest's order
/// @param stage1 the stage1 image
/// @param names resolv.conf and hosts
record PodContent(
    PodManifest manifest,
    byte[] manifestBytes,
    List<ImageTree> images,
    ImageTree stage1,
    NameFiles names) {
  PodContent {
    images = List.copyOf(images);
  }

  /// The name of an app.
  String app(int index) {
    return manifest.apps().get(index).name().value();
  }
}
