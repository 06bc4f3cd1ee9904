package io.stage1kvm.aci.extract;

import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.type.ImageID;
import java.util.List;

/// What an extraction found out on its way.
///
/// @param id of the image, from the bytes that were extracted
/// @param manifest of the image, valid
/// @param warnings what was left out, one line each; empty if everything is there
public record ExtractedImage(ImageID id, ImageManifest manifest, List<String> warnings) {
  public ExtractedImage {
    warnings = List.copyOf(warnings);
  }
}
