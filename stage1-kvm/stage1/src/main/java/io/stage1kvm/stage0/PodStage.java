package io.stage1kvm.stage0;

/// The directories that a pod moves through. A pod's state is the directory it is in and whether
/// somebody holds its lock.
enum PodStage {
  /// Made, not yet locked.
  EMBRYO("embryo", "embryo", "embryo"),
  /// Being prepared.
  PREPARE("prepare", "preparing", "aborted prepare"),
  /// Handed to stage1.
  RUN("run", "running", "exited"),
  /// Exited and marked for deletion, with a call of stage1's gc.
  EXITED_GARBAGE("exited-garbage", "exited deleting", "exited garbage"),
  /// Never run and marked for deletion.
  GARBAGE("garbage", "deleting", "garbage");

  private final String directory;
  private final String locked;
  private final String unlocked;

  PodStage(String directory, String locked, String unlocked) {
    this.directory = directory;
    this.locked = locked;
    this.unlocked = unlocked;
  }

  /// The name below `pods/`.
  String directory() {
    return directory;
  }

  /// The state's name as rkt prints it.
  String state(boolean isLocked) {
    return isLocked ? locked : unlocked;
  }
}
