package io.stage1kvm.aci.layout;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.json.ManifestException;
import io.stage1kvm.manifest.json.ManifestJson;

/// The manifest of an image as bytes.
public final class ManifestCodec {
  private ManifestCodec() {}

  /// @throws AciException with line, column and path of the first thing that is wrong
  public static ImageManifest read(byte[] json) throws AciException {
    try {
      return ManifestJson.readImage(json, AciLayout.MANIFEST);
    } catch (ManifestException e) {
      String reason =
          "its manifest is not valid: line %d, column %d, %s: %s"
              .formatted(e.line(), e.column(), e.path(), e.reason());
      throw AciException.malformed(reason, e);
    }
  }

  public static byte[] write(ImageManifest manifest) {
    return ManifestJson.write(manifest);
  }
}
