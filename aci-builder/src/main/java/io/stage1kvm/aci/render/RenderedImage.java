package io.stage1kvm.aci.render;

import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.type.ImageID;
import java.util.List;

/// What a rendering found out on its way.
///
/// @param manifest of the uppermost image
/// @param images all images in the order in which they override each other, the uppermost first;
///     some may be there twice
/// @param warnings what was left out, one line each; empty if everything is there
public record RenderedImage(ImageManifest manifest, List<ImageID> images, List<String> warnings) {
  public RenderedImage {
    images = List.copyOf(images);
    warnings = List.copyOf(warnings);
  }
}
