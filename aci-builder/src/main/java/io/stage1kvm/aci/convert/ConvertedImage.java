package io.stage1kvm.aci.convert;

import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.type.ImageID;
import java.nio.file.Path;

/// An image that was written.
///
/// @param file where it is
/// @param id its ID
/// @param manifest its manifest
public record ConvertedImage(Path file, ImageID id, ImageManifest manifest) {}
