package io.stage1kvm.pod;

import io.stage1kvm.manifest.App;
import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.PodManifest;
import io.stage1kvm.manifest.RuntimeApp;
import io.stage1kvm.manifest.json.ManifestException;
import io.stage1kvm.manifest.json.ManifestJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The manifests of a pod.
///
/// @param directory where the pod lies
/// @param manifest the pod manifest
/// @param apps its apps, in order
public record LoadedPod(PodDirectory directory, PodManifest manifest, List<LoadedApp> apps) {
  /// One app: what the pod manifest says of it, its image, and the `app` section that counts.
  public record LoadedApp(RuntimeApp runtime, ImageManifest image, App app) {
    /// The app's name in the pod.
    public String name() {
      return runtime.name().value();
    }
  }

  /// Copies the list.
  public LoadedPod {
    apps = List.copyOf(apps);
  }

  /// Reads the manifests of a pod that stage0 has prepared.
  public static LoadedPod read(PodDirectory directory) throws PodException {
    try {
      PodManifest manifest = ManifestJson.readPod(bytes(directory.manifest()), "pod");
      List<LoadedApp> apps = new ArrayList<>();
      for (RuntimeApp runtime : manifest.apps()) {
        apps.add(app(directory, runtime));
      }
      return new LoadedPod(directory, manifest, apps);
    } catch (ManifestException e) {
      throw PodException.pod(e.getMessage());
    }
  }

  private static LoadedApp app(PodDirectory directory, RuntimeApp runtime)
      throws PodException, ManifestException {
    String name = runtime.name().value();
    ImageManifest image =
        ManifestJson.readImage(
            bytes(directory.appManifest(name)), "appsinfo/" + name + "/manifest");
    Optional<App> app = runtime.app().or(image::app);
    if (app.isEmpty() || app.get().exec().isEmpty()) {
      throw PodException.pod(
          "image \"%s\" has an empty \"exec\" (try --exec=BINARY)".formatted(image.name()));
    }
    return new LoadedApp(runtime, image, app.get());
  }

  private static byte[] bytes(Path file) throws PodException {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw PodException.unreadable(file, e);
    }
  }
}
