package io.stage1kvm.stage0;

import io.stage1kvm.pod.PodDirectory;
import java.nio.file.Path;

/// A pod that was found.
///
/// @param uuid its name
/// @param stage the directory it is in
/// @param locked whether somebody holds its lock: in [PodStage#RUN] that it is running
/// @param path its directory, absolute
record Pod(String uuid, PodStage stage, boolean locked, Path path) {
  PodDirectory directory() {
    return new PodDirectory(path);
  }

  /// The state as rkt names it.
  String state() {
    return stage.state(locked);
  }

  boolean isRunning() {
    return stage == PodStage.RUN && locked;
  }

  boolean isExited() {
    return stage == PodStage.RUN && !locked || stage == PodStage.EXITED_GARBAGE;
  }

  /// Whether stage1 ever had it.
  boolean hasRun() {
    return stage == PodStage.RUN || stage == PodStage.EXITED_GARBAGE;
  }
}
