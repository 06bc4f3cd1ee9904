package io.stage1kvm.stage0;

import io.stage1kvm.sys.abi.Fcntl;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Marks what nobody needs and deletes what was marked long enough ago. One thing that cannot be
/// deleted does not keep the others.
///
/// @param data the data directory
/// @param session for messages
/// @param removal how pods are deleted
/// @param grace how long pods are kept after they were marked, images after they were used
record GarbageCollection(DataDirectory data, Session session, PodRemoval removal, Duration grace) {

  /// Between making a pod's directory and locking it there is a moment.
  private static final Duration EMBRYO = Duration.ofMinutes(1);

  /// Marks pods that have exited and those that were never finished.
  void mark() throws Stage0Exception {
    Pods pods = new Pods(data);
    for (Pod pod : pods.in(PodStage.RUN)) {
      if (!pod.locked()) {
        session.err().println("moving pod \"" + pod.uuid() + "\" to garbage");
        removal.mark(pod);
      }
    }
    for (PodStage stage : new PodStage[] {PodStage.EMBRYO, PodStage.PREPARE}) {
      for (Pod pod : pods.in(stage)) {
        if (!pod.locked() && (stage != PodStage.EMBRYO || isOlder(pod.path(), EMBRYO))) {
          session.err().println("moving failed prepare \"" + pod.uuid() + "\" to garbage");
          removal.mark(pod);
        }
      }
    }
  }

  /// Deletes marked pods and unused images; tells whether all of it worked.
  boolean sweep() throws Stage0Exception, InterruptedException {
    boolean whole = true;
    Pods pods = new Pods(data);
    for (Pod pod : pods.in(PodStage.EXITED_GARBAGE)) {
      if (isMarkedLongEnough(pod)) {
        whole &= delete(pod);
      }
    }
    for (Pod pod : pods.in(PodStage.GARBAGE)) {
      whole &= delete(pod);
    }
    sweepTrees();
    return whole;
  }

  private boolean isMarkedLongEnough(Pod pod) {
    try {
      return !Instant.now().isBefore(PodRemoval.markedAt(pod).plus(grace));
    } catch (IOException ignored) {
      return false; // Somebody else has just deleted it.
    }
  }

  private boolean delete(Pod pod) throws InterruptedException {
    session.out().println("Garbage collecting pod \"" + pod.uuid() + "\"");
    try {
      removal.delete(pod);
      return true;
    } catch (Stage0Exception e) {
      Main.print(session, e);
      return false;
    }
  }

  /// Images stay while a pod names them, while somebody prepares a pod, and for the grace time.
  @SuppressWarnings("try") // The lock is held, not used.
  private void sweepTrees() throws Stage0Exception {
    if (!Files.isDirectory(data.trees())) {
      return;
    }
    try {
      Optional<FileLock> lock = FileLock.tryFile(data.treesLock(), Fcntl.LOCK_EX);
      if (lock.isEmpty()) {
        return;
      }
      try (FileLock held = lock.get()) {
        Set<String> used = usedTrees();
        deleteUnless(used, data.trees());
        forgetFiles();
      }
    } catch (IOException e) {
      throw Stage0Exception.cannot("delete unused images", e);
    }
  }

  private Set<String> usedTrees() throws Stage0Exception, IOException {
    Set<String> used = new HashSet<>();
    for (Pod pod : new Pods(data).all()) {
      PodFacts.text(pod.directory().stage1TreeId()).ifPresent(used::add);
      try (DirectoryStream<Path> apps =
          Files.newDirectoryStream(pod.directory().root().resolve("appsinfo"))) {
        for (Path app : apps) {
          PodFacts.text(pod.directory().appTreeId(app.getFileName().toString()))
              .ifPresent(used::add);
        }
      } catch (NoSuchFileException ignored) {
        // Not that far, or gone.
      }
    }
    return used;
  }

  private void deleteUnless(Set<String> used, Path trees) throws IOException {
    try (DirectoryStream<Path> all = Files.newDirectoryStream(trees)) {
      for (Path tree : all) {
        boolean unused = !used.contains(tree.getFileName().toString());
        if (unused && ImageTrees.isOurs(tree) && isOlder(tree, grace)) {
          TreeFiles.delete(tree);
        }
      }
    }
  }

  private void forgetFiles() throws IOException {
    if (!Files.isDirectory(data.fileIndex())) {
      return;
    }
    try (DirectoryStream<Path> files = Files.newDirectoryStream(data.fileIndex())) {
      for (Path file : files) {
        if (!Files.isDirectory(data.tree(Files.readString(file)))) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private static boolean isOlder(Path path, Duration age) {
    try {
      return !Instant.now().isBefore(Files.getLastModifiedTime(path).toInstant().plus(age));
    } catch (IOException ignored) {
      return false; // Gone: nothing to do about it.
    }
  }
}
