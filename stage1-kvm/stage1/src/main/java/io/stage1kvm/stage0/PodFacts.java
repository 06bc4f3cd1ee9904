package io.stage1kvm.stage0;

import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.PodManifest;
import io.stage1kvm.manifest.RuntimeApp;
import io.stage1kvm.manifest.json.ManifestException;
import io.stage1kvm.manifest.json.ManifestJson;
import io.stage1kvm.manifest.type.ImageID;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// What the files of a pod say about it.
///
/// @param pod the pod
/// @param created when it was prepared, if it was
/// @param started when stage1 took it over, if it did
/// @param garbageSince when it was marked for deletion, if it is
/// @param pid the process to signal, if stage1 named one
/// @param networks its networks
/// @param apps its apps, in the manifest's order
record PodFacts(
    Pod pod,
    Optional<Instant> created,
    Optional<Instant> started,
    Optional<Instant> garbageSince,
    Optional<String> pid,
    List<NetworkFacts> networks,
    List<AppFacts> apps) {
  PodFacts {
    networks = List.copyOf(networks);
    apps = List.copyOf(apps);
  }

  /// Reads the files. What is missing is not there yet; what cannot be read is a failure.
  static PodFacts read(Pod pod) throws Stage0Exception {
    try {
      boolean run = pod.hasRun();
      return new PodFacts(
          pod,
          time(pod.directory().created()),
          run ? time(pod.directory().pid()) : Optional.empty(),
          pod.stage() == PodStage.EXITED_GARBAGE
              ? Optional.of(PodRemoval.markedAt(pod))
              : Optional.empty(),
          run ? text(pod.directory().pid()) : Optional.empty(),
          run ? networks(pod.directory().netInfo()) : List.of(),
          apps(pod));
    } catch (IOException | ManifestException e) {
      throw Stage0Exception.cannot("read pod '" + pod.uuid() + "'", e);
    }
  }

  private static Optional<Instant> time(Path file) throws IOException {
    try {
      return Optional.of(Files.getLastModifiedTime(file).toInstant());
    } catch (NoSuchFileException ignored) {
      return Optional.empty();
    }
  }

  static Optional<String> text(Path file) throws IOException {
    try {
      return Optional.of(Files.readString(file).strip());
    } catch (NoSuchFileException ignored) {
      return Optional.empty();
    }
  }

  private static List<NetworkFacts> networks(Path file) throws IOException {
    return NetworkFacts.parse(text(file).orElse("[]"));
  }

  private static List<AppFacts> apps(Pod pod) throws IOException, ManifestException {
    Path file = pod.directory().manifest();
    byte[] manifest;
    try {
      manifest = Files.readAllBytes(file);
    } catch (NoSuchFileException ignored) {
      return List.of();
    }
    Path statuses = statuses(pod);
    List<AppFacts> apps = new ArrayList<>();
    PodManifest read = ManifestJson.readPod(manifest, file.toString());
    for (RuntimeApp app : read.apps()) {
      String name = app.name().value();
      apps.add(
          new AppFacts(
              name,
              imageName(pod, name),
              app.image().id().map(ImageID::value),
              pod.hasRun() ? exitCode(statuses.resolve(name)) : OptionalInt.empty()));
    }
    return apps;
  }

  /// In an overlay the changed files lie below the pod, mounted or not.
  private static Path statuses(Pod pod) throws IOException {
    if (!Files.exists(pod.directory().overlayPrepared())) {
      return pod.directory().statusDirectory();
    }
    String treeId = text(pod.directory().stage1TreeId()).orElse("");
    return pod.directory().stage1Upper(treeId).resolve("rkt/status");
  }

  private static String imageName(Pod pod, String app) throws IOException, ManifestException {
    Path file = pod.directory().appInfoManifest(app);
    try {
      ImageManifest image = ManifestJson.readImage(Files.readAllBytes(file), file.toString());
      return image.name() + image.label("version").map(version -> ":" + version).orElse("");
    } catch (NoSuchFileException ignored) {
      return "-";
    }
  }

  private static OptionalInt exitCode(Path file) throws IOException {
    Optional<String> text = text(file);
    return text.isPresent() && text.get().matches("\\d{1,9}")
        ? OptionalInt.of(Integer.parseInt(text.get()))
        : OptionalInt.empty();
  }
}
