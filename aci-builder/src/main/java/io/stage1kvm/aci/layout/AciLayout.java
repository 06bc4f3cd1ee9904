package io.stage1kvm.aci.layout;

import java.nio.file.Path;

/// Every name of the image format, in an archive and in the directory it is extracted to.
public final class AciLayout {
  /// The image manifest, a file at the top.
  public static final String MANIFEST = "manifest";

  /// The root file system, a directory at the top.
  public static final String ROOTFS = "rootfs";

  /// The usual end of an image's file name. Nothing depends on it.
  public static final String SUFFIX = ".aci";

  /// Most bytes that a manifest may have. Real ones have a few hundred.
  public static final int MAX_MANIFEST_SIZE = 4 << 20;

  private AciLayout() {}

  /// @return the manifest in a layout directory
  public static Path manifest(Path layout) {
    return layout.resolve(MANIFEST);
  }

  /// @return the root file system in a layout directory
  public static Path rootfs(Path layout) {
    return layout.resolve(ROOTFS);
  }
}
