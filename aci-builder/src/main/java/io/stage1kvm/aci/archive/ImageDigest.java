package io.stage1kvm.aci.archive;

import io.stage1kvm.manifest.type.ImageID;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The hash that names images.
final class ImageDigest {
  private ImageDigest() {}

  static MessageDigest create() {
    try {
      return MessageDigest.getInstance("SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-512", e);
    }
  }

  /// @return the ID, after which the digest starts anew
  static ImageID id(MessageDigest digest) {
    return new ImageID("sha512-" + HexFormat.of().formatHex(digest.digest()));
  }
}
