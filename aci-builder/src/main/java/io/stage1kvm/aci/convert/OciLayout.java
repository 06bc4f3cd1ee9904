package io.stage1kvm.aci.convert;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.aci.convert.SourceImage.SourceLayer;
import java.io.IOException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// An OCI image layout (OCI image specification, `image-layout.md`).
final class OciLayout {
  static final String INDEX = "index.json";
  private static final String REF_NAME = "org.opencontainers.image.ref.name";
  private static final String FULL_NAME = "io.containerd.image.name";
  private static final int MAX_DEPTH = 4;

  private final SourceFiles files;
  private final Platform platform;
  private final List<Candidate> candidates = new ArrayList<>();
  private final List<String> known = new ArrayList<>();

  /// @param names the image's own and those of the indices above it
  private record Candidate(JsonObjectReader descriptor, List<String> names) {}

  private OciLayout(SourceFiles files, Platform platform) {
    this.files = files;
    this.platform = platform;
  }

  static SourceImage read(SourceFiles files, Optional<String> ref, Platform platform)
      throws IOException {
    OciLayout layout = new OciLayout(files, platform);
    layout.collect(files.readObject(INDEX), List.of(), 0);
    List<Candidate> chosen =
        layout.candidates.stream()
            .filter(c -> ref.isEmpty() || c.names.contains(ref.get()))
            .toList();
    if (chosen.size() > 1) {
      chosen = layout.ofPlatform(chosen);
    }
    return layout.read(Choice.only(chosen, ref, layout.known));
  }

  private void collect(JsonObjectReader index, List<String> above, int depth) throws IOException {
    if (depth > MAX_DEPTH) {
      throw AciException.malformed("its indices lie more than %d deep".formatted(MAX_DEPTH));
    }
    for (JsonObjectReader descriptor : index.objects("manifests")) {
      List<String> names = new ArrayList<>(above);
      JsonObjectReader annotations = descriptor.object("annotations");
      annotations.text(FULL_NAME).ifPresent(names::add);
      annotations.text(REF_NAME).ifPresent(names::add);
      known.addAll(names.subList(above.size(), names.size()));
      switch (descriptor.text("mediaType").orElse("")) {
        case "application/vnd.oci.image.index.v1+json",
            "application/vnd.docker.distribution.manifest.list.v2+json" -> {
          Blob blob = readBlob(descriptor);
          collect(blob.object(), names, depth + 1);
        }
        case "application/vnd.oci.image.manifest.v1+json",
            "application/vnd.docker.distribution.manifest.v2+json" ->
            candidates.add(new Candidate(descriptor, names));
        default -> {
          // An artifact, which is no image.
        }
      }
    }
  }

  private List<Candidate> ofPlatform(List<Candidate> all) throws AciException {
    List<Candidate> fitting = new ArrayList<>();
    for (Candidate candidate : all) {
      JsonObjectReader described = candidate.descriptor.object("platform");
      if (!candidate.descriptor.has("platform") || platform.matches(described)) {
        fitting.add(candidate);
      }
    }
    return fitting;
  }

  private SourceImage read(Candidate candidate) throws IOException {
    Blob manifest = readBlob(candidate.descriptor);
    Blob configBlob = readBlob(manifest.object().object("config"));
    ImageConfig config = ImageConfig.read(configBlob.object());
    List<JsonObjectReader> descriptors = manifest.object().objects("layers");
    SourceImage.checkCount(config, descriptors.size());
    List<SourceLayer> layers = new ArrayList<>();
    for (int i = 0; i < descriptors.size(); i++) {
      Digest blob = Digest.parse(descriptors.get(i).requiredText("digest"));
      Digest diffId = config.diffIds().get(i);
      layers.add(new SourceLayer(blob.blobPath(), Optional.of(blob), diffId));
    }
    Optional<Reference> reference =
        candidate.names.stream().filter(n -> n.indexOf('/') >= 0).findFirst().map(Reference::parse);
    Optional<String> plain = candidate.names.stream().filter(n -> n.indexOf('/') < 0).findFirst();
    return new SourceImage(
        reference,
        reference.flatMap(Reference::tag).or(() -> plain),
        configBlob.digest(),
        Optional.of(manifest.digest()),
        config,
        layers);
  }

  private record Blob(Digest digest, JsonObjectReader object) {}

  private Blob readBlob(JsonObjectReader descriptor) throws IOException {
    Digest digest = Digest.parse(descriptor.requiredText("digest"));
    byte[] bytes = files.readBytes(digest.blobPath());
    Digest real = Digest.of(update(digest, bytes), digest.algorithm());
    if (!real.equals(digest) || bytes.length != descriptor.number("size")) {
      throw AciException.malformed(
          "blob '%s' has other content than its descriptor says"
              .formatted(ByteText.show(digest.toString())));
    }
    String name = digest.toString();
    return new Blob(digest, JsonObjectReader.of(SourceFiles.parse(bytes, name), name));
  }

  private static MessageDigest update(Digest digest, byte[] bytes) {
    MessageDigest messageDigest = digest.create();
    messageDigest.update(bytes);
    return messageDigest;
  }
}
