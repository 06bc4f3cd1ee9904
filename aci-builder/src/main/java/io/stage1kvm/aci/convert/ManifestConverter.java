package io.stage1kvm.aci.convert;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.manifest.App;
import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.ImageManifestBuilder;
import io.stage1kvm.manifest.json.JsonDocument;
import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.InvalidValueException;
import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonArray;
import io.stage1kvm.manifest.type.JsonValue.JsonString;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// The manifests of converted images. Names of labels and annotations are docker2aci's.
final class ManifestConverter {
  private static final String DOCKER = "appc.io/docker/";

  private final SourceImage image;
  private final ACIdentifier name;
  private final Consumer<String> warnings;

  /// @param given a name, or nothing for that of the source
  /// @param file the source's own name, the last resort
  ManifestConverter(
      SourceImage image, Optional<String> given, String file, Consumer<String> warnings) {
    this.image = image;
    this.warnings = warnings;
    this.name =
        given
            .map(ACIdentifier::new)
            .orElseGet(
                () ->
                    ACIdentifier.sanitize(
                        image
                            .reference()
                            .map(r -> r.registry() + "/" + r.repository())
                            .orElse(file)));
  }

  /// The image as a whole, or the layer on top of it.
  ImageManifestBuilder top(UserTables tables) throws AciException {
    try {
      App app = new AppConverter(image.config(), tables, warnings).convert();
      return withAnnotations(labelled(name)).app(app);
    } catch (InvalidValueException e) {
      throw AciException.malformed("its configuration does not fit: " + e.getMessage(), e);
    }
  }

  /// A layer that others depend on.
  ImageManifestBuilder lower(Digest layer) throws AciException {
    String suffix = "-" + layer.algorithm() + "-" + layer.hex();
    return labelled(new ACIdentifier(name + suffix)).label("layer", layer.toString());
  }

  private ImageManifestBuilder labelled(ACIdentifier name) throws AciException {
    ImageManifestBuilder manifest = ImageManifest.builder(name.value());
    image.tag().ifPresent(tag -> manifest.label("version", tag));
    return manifest.label("os", "linux").label("arch", Platform.appcArch(image.config()));
  }

  private ImageManifestBuilder withAnnotations(ImageManifestBuilder manifest) {
    ImageConfig config = image.config();
    config.author().ifPresent(author -> manifest.annotation("authors", author));
    config.created().ifPresent(time -> created(manifest, time));
    image
        .reference()
        .ifPresent(
            reference -> {
              manifest.annotation(DOCKER + "originalname", reference.original());
              manifest.annotation(DOCKER + "registryurl", reference.registry());
              manifest.annotation(DOCKER + "repository", reference.repository());
            });
    image.tag().ifPresent(tag -> manifest.annotation(DOCKER + "tag", tag));
    manifest.annotation(DOCKER + "imageid", image.id().hex());
    image
        .manifestHash()
        .ifPresent(hash -> manifest.annotation(DOCKER + "manifesthash", hash.toString()));
    list(manifest, "entrypoint", config.entrypoint());
    list(manifest, "cmd", config.cmd());
    return manifest;
  }

  /// Some tools write times that are none.
  private void created(ImageManifestBuilder manifest, String time) {
    try {
      manifest.annotation("created", time);
    } catch (InvalidValueException e) {
      warnings.accept("left out the time of creation: " + e.getMessage());
    }
  }

  private static void list(ImageManifestBuilder manifest, String what, List<String> texts) {
    if (!texts.isEmpty()) {
      List<JsonValue> items = texts.stream().<JsonValue>map(JsonString::new).toList();
      manifest.annotation(DOCKER + what, JsonDocument.text(new JsonArray(items)));
    }
  }
}
