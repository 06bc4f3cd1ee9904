package io.stage1kvm.aci.convert;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.convert.SourceImage.SourceLayer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What `docker save` writes: `manifest.json` names configurations and layers.
final class DockerArchive {
  static final String MANIFEST = "manifest.json";

  private DockerArchive() {}

  /// @param ref one of the image's tags, to choose among several images
  static SourceImage read(SourceFiles files, Optional<String> ref) throws IOException {
    byte[] json = files.readBytes(MANIFEST);
    List<JsonObjectReader> images =
        JsonObjectReader.list(SourceFiles.parse(json, MANIFEST), MANIFEST);
    List<JsonObjectReader> chosen = new ArrayList<>();
    List<String> known = new ArrayList<>();
    for (JsonObjectReader image : images) {
      List<String> tags = image.texts("RepoTags");
      known.addAll(tags);
      if (ref.isEmpty() || tags.contains(ref.get())) {
        chosen.add(image);
      }
    }
    return read(files, Choice.only(chosen, ref, known), ref);
  }

  private static SourceImage read(SourceFiles files, JsonObjectReader image, Optional<String> ref)
      throws IOException {
    String configFile = image.requiredText("Config");
    byte[] json = files.readBytes(configFile);
    ImageConfig config =
        ImageConfig.read(JsonObjectReader.of(SourceFiles.parse(json, configFile), configFile));
    List<String> layerFiles = image.texts("Layers");
    SourceImage.checkCount(config, layerFiles.size());
    List<SourceLayer> layers = new ArrayList<>();
    for (int i = 0; i < layerFiles.size(); i++) {
      layers.add(new SourceLayer(layerFiles.get(i), Optional.empty(), config.diffIds().get(i)));
    }
    Optional<Reference> reference = ref.or(() -> first(image)).map(Reference::parse);
    Digest id = Digest.sha256(json);
    return new SourceImage(
        reference, reference.flatMap(Reference::tag), id, Optional.empty(), config, layers);
  }

  private static Optional<String> first(JsonObjectReader image) {
    try {
      return image.texts("RepoTags").stream().findFirst();
    } catch (AciException e) {
      // The tags were read before.
      throw new IllegalStateException(e);
    }
  }
}
