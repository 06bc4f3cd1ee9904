package io.stage1kvm.stage0;

import io.stage1kvm.pod.PodDirectory;
import io.stage1kvm.stage0.flag.Flags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Deletes pods: first they are renamed, so that nobody takes them for alive, then stage1 cleans up
/// what it made outside, then all that is mounted below is unmounted, then the files go.
///
/// @param data the data directory
/// @param session for warnings
/// @param flags `--debug` and `--local-config` are handed to stage1
record PodRemoval(DataDirectory data, Session session, Flags flags) {
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  /// When a pod was marked: renaming changes a directory's change time.
  static Instant markedAt(Pod pod) throws IOException {
    return ((FileTime) Files.getAttribute(pod.path(), "unix:ctime")).toInstant();
  }

  /// Marks a pod for deletion, which must not be locked.
  Pod mark(Pod pod) throws Stage0Exception {
    PodStage stage = pod.hasRun() ? PodStage.EXITED_GARBAGE : PodStage.GARBAGE;
    Path target = data.pod(stage, pod.uuid());
    try {
      if (pod.stage() != stage) {
        Files.move(pod.path(), target, StandardCopyOption.ATOMIC_MOVE);
      }
      return new Pod(pod.uuid(), stage, false, target);
    } catch (IOException e) {
      throw Stage0Exception.cannot("mark pod '" + pod.uuid() + "' for deletion", e);
    }
  }

  /// Deletes a marked pod, unless somebody else is at it.
  @SuppressWarnings("try") // The lock is held, not used.
  void delete(Pod pod) throws Stage0Exception, InterruptedException {
    try {
      Optional<FileLock> lock = FileLock.exclusive(pod.path(), PATIENCE);
      if (lock.isEmpty()) {
        throw Stage0Exception.cannot("delete pod '" + pod.uuid() + "'", "it is in use");
      }
      try (FileLock held = lock.get()) {
        if (pod.stage() == PodStage.EXITED_GARBAGE) {
          callStage1(pod);
        }
        for (Path target : MountTable.read().below(pod.path())) {
          Overlay.unmount(target);
        }
        TreeFiles.delete(pod.path());
      }
    } catch (IOException e) {
      throw Stage0Exception.cannot("delete pod '" + pod.uuid() + "'", e);
    }
  }

  /// A pod whose stage1 cannot clean up is deleted all the same.
  private void callStage1(Pod pod) throws InterruptedException {
    try {
      remount(pod);
      int status = gc(pod);
      if (status != 0) {
        warn(pod, "exit status " + status);
      }
    } catch (IOException | Stage0Exception e) {
      warn(pod, Stage0Exception.reason(e));
    }
  }

  private void warn(Pod pod, String reason) {
    session.warn("problem performing stage1 GC on \"" + pod.uuid() + "\": " + reason);
  }

  /// After a reboot nothing is mounted. stage1's own root is all that its gc needs.
  private void remount(Pod pod) throws IOException {
    PodDirectory directory = pod.directory();
    boolean mounted = MountTable.read().targets().contains(directory.stage1Rootfs());
    if (mounted || !Files.exists(directory.overlayPrepared())) {
      return;
    }
    String treeId = PodFacts.text(directory.stage1TreeId()).orElse("");
    Path overlay = directory.overlay(treeId);
    new Overlay(
            data.tree(treeId).resolve("rootfs"), overlay.resolve("upper"), overlay.resolve("work"))
        .mount(directory.stage1Rootfs());
  }

  private int gc(Pod pod) throws IOException, Stage0Exception, InterruptedException {
    Stage1Image stage1 = Stage1Image.of(pod);
    List<String> words = new ArrayList<>();
    Path rootfs = pod.directory().stage1Rootfs();
    words.add(stage1.program(Stage1Image.Entrypoint.GC, rootfs).toString());
    if (flags.is("debug")) {
      words.add("--debug");
    }
    if (stage1.interfaceVersion() >= 5) {
      words.addAll(List.of("--local-config", GlobalFlags.localConfig(flags)));
    }
    words.add(pod.uuid());
    ProcessBuilder gc =
        new ProcessBuilder(words)
            .directory(pod.path().toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    gc.environment().put("PWD", pod.path().toString());
    return gc.start().waitFor();
  }
}
