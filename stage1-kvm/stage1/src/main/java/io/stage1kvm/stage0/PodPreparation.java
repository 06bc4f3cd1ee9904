package io.stage1kvm.stage0;

import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.json.ManifestJson;
import io.stage1kvm.pod.PodDirectory;
import io.stage1kvm.sys.SyscallException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/// Makes a pod directory step by step as rkt does: locked as an embryo, filled in `prepare`, its
/// root file systems put together in `run`. A pod that is not handed over is taken apart again.
final class PodPreparation implements AutoCloseable {
  private static final String PRIVATE_DIRECTORY = "rwxr-x---";
  private static final String PRIVATE_FILE = "rw-r-----";

  /// Who lists pods tries their locks.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final DataDirectory data;
  private final String uuid;
  private final boolean overlay;
  private FileLock lock;
  private Path path;

  PodPreparation(DataDirectory data, String uuid, boolean overlay) {
    this.data = data;
    this.uuid = uuid;
    this.overlay = overlay;
  }

  /// Makes the pod. It is locked, and everything that stage1 expects is there.
  void prepare(PodContent content) throws IOException, Stage0Exception, InterruptedException {
    path = data.pod(PodStage.EMBRYO, uuid);
    TreeFiles.directory(path, PRIVATE_DIRECTORY);
    lock =
        FileLock.exclusive(path, PATIENCE)
            .orElseThrow(() -> Stage0Exception.cannot("lock pod '" + uuid + "'", "it is in use"));
    moveTo(PodStage.PREPARE);
    writeFiles(content);
    moveTo(PodStage.RUN);
    PodRootfs rootfs = new PodRootfs(directory(), overlay);
    rootfs.stage1(content.stage1());
    for (int i = 0; i < content.images().size(); i++) {
      rootfs.app(content.app(i), content.images().get(i));
    }
    rootfs.names(content.names());
  }

  private void moveTo(PodStage stage) throws IOException {
    Path target = data.pod(stage, uuid);
    Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
    path = target;
  }

  private void writeFiles(PodContent content) throws IOException {
    PodDirectory pod = directory();
    TreeFiles.directory(pod.root().resolve("appsinfo"), PRIVATE_DIRECTORY);
    TreeFiles.directory(pod.stage1Manifest().getParent(), PRIVATE_DIRECTORY);
    manifest(pod.stage1Manifest(), content.stage1().manifest());
    TreeFiles.file(pod.stage1TreeId(), content.stage1().treeId(), PRIVATE_FILE);
    for (int i = 0; i < content.images().size(); i++) {
      ImageTree image = content.images().get(i);
      TreeFiles.directory(pod.appInfo(content.app(i)), PRIVATE_DIRECTORY);
      if (overlay) {
        TreeFiles.file(pod.appTreeId(content.app(i)), image.treeId(), PRIVATE_FILE);
      }
      manifest(pod.appInfoManifest(content.app(i)), image.manifest());
    }
    TreeFiles.file(pod.manifestLock(), "", "rw-------");
    TreeFiles.file(pod.manifest(), content.manifestBytes(), PRIVATE_FILE);
    TreeFiles.file(pod.created(), "", PRIVATE_FILE);
    if (overlay) {
      TreeFiles.file(pod.overlayPrepared(), "", "rw-r--r--");
    }
  }

  private static void manifest(Path file, ImageManifest manifest) throws IOException {
    TreeFiles.file(file, ManifestJson.write(manifest), PRIVATE_FILE);
  }

  PodDirectory directory() {
    return new PodDirectory(path);
  }

  FileLock lock() {
    return lock;
  }

  /// Takes the pod apart. Not called when the pod was handed over: that never returns.
  @Override
  public void close() throws IOException {
    if (path != null) {
      for (Path target : MountTable.read().below(path)) {
        Overlay.unmount(target);
      }
      TreeFiles.delete(path);
    }
    unlock();
  }

  private void unlock() throws SyscallException {
    if (lock != null) {
      lock.close();
    }
  }
}
