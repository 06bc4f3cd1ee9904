package io.stage1kvm.stage1;

import io.stage1kvm.pod.PodDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The files by which stage0 learns of a pod's life. Each appears whole, by rename: stage0 polls
/// them.
final class PodStatus {
  private final PodDirectory pod;

  PodStatus(PodDirectory pod) {
    this.pod = pod;
  }

  /// The process to signal, which is this one. Written late: from now on rkt enters the pod.
  void started(long pid) throws IOException {
    write(pod.pid(), pid + "\n");
  }

  /// All apps have been started.
  void ready() throws IOException {
    Files.deleteIfExists(pod.supervisorStatus());
    Files.createSymbolicLink(pod.supervisorStatus(), Path.of("ready"));
  }

  /// The pod takes no more commands.
  void shuttingDown() throws IOException {
    Files.deleteIfExists(pod.supervisorStatus());
  }

  /// The pod has ended, in whatever way: it takes no commands even if nobody could shut it down.
  void ended() {
    try {
      shuttingDown();
    } catch (IOException e) {
      return; // the lock says so too
    }
  }

  /// An app has ended.
  void exited(String app, int status) throws IOException {
    write(pod.status(app), status + "\n");
  }

  private static void write(Path file, String text) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    Path temporary = parent.resolve("." + file.getFileName() + ".new");
    Files.writeString(temporary, text);
    Files.setPosixFilePermissions(temporary, PosixFilePermissions.fromString("rw-r--r--"));
    Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
