package io.stage1kvm.stage0;

import io.stage1kvm.manifest.PodManifest;
import io.stage1kvm.manifest.RuntimeApp;
import io.stage1kvm.manifest.json.ManifestException;
import io.stage1kvm.manifest.json.ManifestJson;
import io.stage1kvm.manifest.type.ImageID;
import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.sys.abi.Fcntl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// Runs a pod: from the command line to the moment this process becomes stage1.
///
/// @param request the command line
/// @param session where the command runs
record Runner(RunRequest request, Session session) {

  /// Returns only by failing.
  @SuppressWarnings("try") // The lock is held, not used.
  void run() throws FlagException, Stage0Exception, InterruptedException {
    DataDirectory data = GlobalFlags.dataDirectory(request.pod());
    Path stage1File = session.stage1Image(request.pod());
    data.create();
    String uuid = UUID.randomUUID().toString();
    try (PodPreparation pod = new PodPreparation(data, uuid, useOverlay(data))) {
      Handover handover;
      try (FileLock held = FileLock.ofFile(data.treesLock(), Fcntl.LOCK_SH)) {
        long start = System.nanoTime();
        PodContent content = content(new ImageTrees(data, session.progress()), stage1File);
        long unpacked = System.nanoTime();
        handover = prepare(pod, content, uuid);
        tellTimes(uuid, unpacked - start, System.nanoTime() - unpacked);
      }
      handover.execute();
    } catch (IOException e) {
      throw Stage0Exception.cannot("run pod '" + uuid + "'", e);
    }
  }

  private void tellTimes(String uuid, long images, long directory) {
    if (request.pod().is("debug")) {
      session
          .err()
          .printf(
              "stage0: pod %s: images %.3f s, pod directory %.3f s%n",
              uuid, images / 1e9, directory / 1e9);
    }
  }

  private boolean useOverlay(DataDirectory data) {
    if (request.pod().is("no-overlay")) {
      return false;
    }
    try {
      Overlay.probe(data.unpacking().getParent());
      return true;
    } catch (IOException e) {
      session.warn("images are copied, since overlays cannot be mounted: " + e.getMessage());
      return false;
    }
  }

  private Handover prepare(PodPreparation pod, PodContent content, String uuid)
      throws FlagException, Stage0Exception, IOException, InterruptedException {
    Stage1Image stage1 = new Stage1Image(content.stage1().manifest());
    Stage1Arguments arguments = Stage1Arguments.of(request, stage1.interfaceVersion(), uuid);
    arguments.warnings().forEach(session::warn);
    pod.prepare(content);
    Path program = stage1.program(Stage1Image.Entrypoint.RUN, pod.directory().stage1Rootfs());
    if (!Files.isExecutable(program)) {
      throw Stage0Exception.cannot(
          "use stage1 image '" + stage1.manifest().name() + "'", program + " is not executable");
    }
    saveUuid(uuid);
    Map<String, String> variables = new LinkedHashMap<>();
    request
        .pod()
        .last("hypervisor")
        .ifPresent(name -> variables.put("STAGE1_KVM_HYPERVISOR", name));
    variables.put("RKT_LOCK_FD", Integer.toString(pod.lock().file().number()));
    variables.put("RKT_SELINUX_CONTEXT", "");
    variables.put("RKT_SELINUX_MOUNT_CONTEXT", "");
    return new Handover(
        program,
        arguments.words(),
        pod.directory().root(),
        variables,
        Optional.of(pod.lock().file()));
  }

  private void saveUuid(String uuid) throws Stage0Exception {
    Optional<String> file = request.pod().last("uuid-file-save");
    if (file.isPresent()) {
      try {
        Files.writeString(session.directory().resolve(file.get()), uuid);
      } catch (IOException e) {
        throw Stage0Exception.cannot("save the pod's UUID", e);
      }
    }
  }

  private PodContent content(ImageTrees trees, Path stage1File)
      throws FlagException, Stage0Exception {
    NameFiles names = NameFiles.of(request.pod());
    List<ImageTree> given = new ArrayList<>();
    for (AppRequest app : request.apps()) {
      given.add(trees.of(session.directory().resolve(app.image())));
    }
    Optional<String> file = request.pod().last("pod-manifest");
    if (file.isPresent()) {
      byte[] bytes = read(session.directory().resolve(file.get()));
      PodManifest manifest = manifest(bytes, file.get());
      return new PodContent(
          manifest, bytes, images(manifest, given, trees), trees.of(stage1File), names);
    }
    PodManifest manifest =
        new PodManifestFlags(request, session.environment(), session.directory()).manifest(given);
    return new PodContent(
        manifest, ManifestJson.write(manifest), given, trees.of(stage1File), names);
  }

  private static byte[] read(Path file) throws Stage0Exception {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw Stage0Exception.cannot("read pod manifest '" + file + "'", e);
    }
  }

  private PodManifest manifest(byte[] bytes, String file) throws FlagException, Stage0Exception {
    try {
      PodManifest manifest = ManifestJson.readPod(bytes, file);
      if (manifest.apps().isEmpty()) {
        throw Stage0Exception.cannot("use pod manifest '" + file + "'", "it has no apps");
      }
      if (request.pod().is("interactive") && manifest.apps().size() > 1) {
        throw new FlagException("interactive option only supports one image");
      }
      return manifest;
    } catch (ManifestException e) {
      throw Stage0Exception.of(e.getMessage());
    }
  }

  /// The images that a user's pod manifest names: among those given, or unpacked before.
  private static List<ImageTree> images(
      PodManifest manifest, List<ImageTree> given, ImageTrees trees) throws Stage0Exception {
    List<ImageTree> images = new ArrayList<>();
    for (RuntimeApp app : manifest.apps()) {
      String what = "find the image of app '" + app.name() + "'";
      ImageID id =
          app.image()
              .id()
              .orElseThrow(() -> Stage0Exception.cannot(what, "the pod manifest has no image ID"));
      Optional<ImageTree> match =
          given.stream().filter(image -> image.id().matches(id)).findFirst();
      Optional<ImageTree> image = match.isPresent() ? match : trees.of(id);
      images.add(
          image.orElseThrow(
              () -> Stage0Exception.cannot(what, id + " is not unpacked; name its file too")));
      if (app.app().isEmpty() && image.get().manifest().app().isEmpty()) {
        throw Stage0Exception.of("image " + id + " has no app section");
      }
    }
    return images;
  }
}
