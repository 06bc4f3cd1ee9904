package io.stage1kvm.vmm.virtio.fs;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A real virtiofsd that serves a directory.
final class VirtiofsdProcess implements AutoCloseable {

  /// Where Debian installs the one in C and the one in Rust.
  private static final List<Path> PROGRAMS =
      List.of(Path.of("/usr/lib/qemu/virtiofsd"), Path.of("/usr/libexec/virtiofsd"));

  private final Process process;
  private final Path log;

  /// What a JVM of its own runs: it listens and becomes virtiofsd, which thus needs no socket of
  /// its own making (the one in C would leave a lock file in `/run`).
  static final class Become {
    private Become() {}

    public static void main(String[] words) throws Exception {
      // Who finds the socket may connect: it gets its name when it listens already.
      Path early = Path.of(words[0] + ".early");
      Fd listener = Sys.sockets().listenUnix(early.toString());
      Files.move(early, Path.of(words[0]));
      Sys.files().setCloseOnExec(listener, false);
      List<byte[]> command = new ArrayList<>();
      for (String word : List.of(words).subList(1, words.length)) {
        command.add(word.replace("LISTENER", listener.toString()).getBytes(StandardCharsets.UTF_8));
      }
      Sys.exec().execve(words[1], command, List.of());
    }
  }

  private VirtiofsdProcess(Process process, Path log) {
    this.process = process;
    this.log = log;
  }

  /// The programs that this machine has, at least one.
  static Stream<Path> programs() {
    List<Path> there = PROGRAMS.stream().filter(Files::isExecutable).toList();
    if (there.isEmpty()) {
      throw new AssertionError("none of " + PROGRAMS + " is installed");
    }
    return there.stream();
  }

  static VirtiofsdProcess start(Path program, Path directory, Path socket) throws Exception {
    List<String> command =
        new ArrayList<>(
            List.of(
                ProcessHandle.current().info().command().orElseThrow(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Become.class.getName(),
                socket.toString(),
                program.toString(),
                "--fd=LISTENER"));
    command.addAll(
        program.equals(PROGRAMS.getFirst())
            ? List.of("-f", "-o", "source=" + directory + ",sandbox=chroot,log_level=warn")
            : List.of("--shared-dir=" + directory, "--sandbox=chroot", "--log-level=warn"));
    Path log = socket.resolveSibling("log");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    VirtiofsdProcess virtiofsd = new VirtiofsdProcess(process, log);
    for (int i = 0; !Files.exists(socket); i++) {
      if (i == 1000 || !process.isAlive()) {
        throw new AssertionError(virtiofsd.log());
      }
      Thread.sleep(10);
    }
    return virtiofsd;
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  boolean hasEnded() throws InterruptedException {
    return process.waitFor(10, TimeUnit.SECONDS);
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
