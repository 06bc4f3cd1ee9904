package io.stage1kvm.aci.convert;

import io.stage1kvm.aci.archive.AciException;
import java.util.List;
import java.util.Optional;

/// An image as a source has it.
///
/// @param reference its name, if the source knows one
/// @param tag its version, which a source may know without a name
/// @param id digest of the configuration
/// @param manifestHash digest of the manifest, which only OCI layouts have
/// @param layers lowest first
record SourceImage(
    Optional<Reference> reference,
    Optional<String> tag,
    Digest id,
    Optional<Digest> manifestHash,
    ImageConfig config,
    List<SourceLayer> layers) {
  /// @param file its name in the source
  /// @param blob digest of the file as it is, if known
  /// @param diffId digest of the file uncompressed
  record SourceLayer(String file, Optional<Digest> blob, Digest diffId) {}

  static void checkCount(ImageConfig config, int layers) throws AciException {
    if (config.diffIds().size() != layers) {
      throw AciException.malformed(
          "it has %d layers, but its configuration has %d"
              .formatted(layers, config.diffIds().size()));
    }
  }
}
