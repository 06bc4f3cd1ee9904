package io.stage1kvm.stage0;

import static java.nio.file.LinkOption.NOFOLLOW_LINKS;

import io.stage1kvm.manifest.json.ManifestJson;
import io.stage1kvm.pod.PodDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/// Puts the root file systems of a pod together: stage1's, and those of the apps inside it. As
/// overlays on the unpacked images, or as copies of them.
///
/// @param pod the pod, in [PodStage#RUN]
/// @param overlay whether to mount overlays
record PodRootfs(PodDirectory pod, boolean overlay) {
  private static final String PRIVATE = "rwxr-x---";
  private static final Path MOUNTS = Path.of("../proc/self/mounts");

  void stage1(ImageTree image) throws IOException, Stage0Exception, InterruptedException {
    provide(image, pod.stage1Rootfs(), "");
    try {
      // Statuses are read from the changed files of the overlay: the directory must be one of them.
      Files.setLastModifiedTime(pod.statusDirectory(), FileTime.from(Instant.now()));
    } catch (NoSuchFileException ignored) {
      throw Stage0Exception.cannot(
          "use stage1 image '" + image.manifest().name() + "'", "it has no directory rkt/status");
    }
  }

  void app(String name, ImageTree image) throws IOException, InterruptedException {
    TreeFiles.directories(pod.appsHome(), PRIVATE);
    TreeFiles.directory(pod.appHome(name), PRIVATE);
    TreeFiles.file(pod.appManifest(name), ManifestJson.write(image.manifest()), "rw-r--r--");
    provide(image, pod.appRootfs(name), name);
    linkMtab(pod.appRootfs(name));
  }

  /// What mount(8) and others read, unless the image has one. Whoever made the image chose what
  /// `/etc` is: a link in its place is not followed.
  private static void linkMtab(Path rootfs) throws IOException {
    Path etc = rootfs.resolve("etc");
    Path mtab = etc.resolve("mtab");
    if (Files.isDirectory(etc, NOFOLLOW_LINKS) && !Files.exists(mtab, NOFOLLOW_LINKS)) {
      Files.createSymbolicLink(mtab, MOUNTS);
    }
  }

  /// @param below what the app's part of the overlay directories is called; empty for stage1
  private void provide(ImageTree image, Path target, String below)
      throws IOException, InterruptedException {
    if (!overlay) {
      TreeFiles.copy(image.rootfs(), target);
      return;
    }
    Path home = pod.overlay(image.treeId());
    Path upper = home.resolve("upper").resolve(below);
    Path work = home.resolve("work").resolve(below);
    TreeFiles.directories(home, PRIVATE);
    TreeFiles.directoryLike(target, image.rootfs());
    TreeFiles.directoryLike(upper, image.rootfs());
    TreeFiles.directories(work, PRIVATE);
    new Overlay(image.rootfs(), upper, work).mount(target);
  }

  void names(NameFiles names) throws IOException {
    if (names.resolvConf().isPresent()) {
      etcFile(pod.rktResolvConf(), names.resolvConf().get());
    }
    Optional<String> fallback =
        Files.exists(pod.hostsFallback())
            ? Optional.of(Files.readString(pod.hostsFallback()))
            : Optional.empty();
    Optional<String> hosts = names.hosts(fallback);
    if (hosts.isPresent()) {
      etcFile(pod.rktHosts(), hosts.get());
    }
  }

  private static void etcFile(Path file, String content) throws IOException {
    TreeFiles.directories(file.getParent(), "rwxr-xr-x");
    TreeFiles.file(file, content, "rw-r--r--");
  }
}
