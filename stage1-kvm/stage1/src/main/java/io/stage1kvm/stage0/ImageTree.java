package io.stage1kvm.stage0;

import io.stage1kvm.aci.layout.AciLayout;
import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.type.ImageID;
import java.nio.file.Path;

/// An unpacked image.
///
/// @param id its ID, complete
/// @param manifest its manifest
/// @param path where it lies, below [DataDirectory#trees()]
record ImageTree(ImageID id, ImageManifest manifest, Path path) {
  private static final int DIGEST_PART = "sha512-".length() + 64;

  /// The name of the tree of an image: an image without dependencies, and the first half of its ID.
  /// The whole of it, once for each of three directories, would be much for the options of a mount.
  static String treeId(ImageID id) {
    return "deps-" + id.value().substring(0, Math.min(DIGEST_PART, id.value().length()));
  }

  String treeId() {
    return treeId(id);
  }

  Path rootfs() {
    return AciLayout.rootfs(path);
  }
}
