package io.stage1kvm.machine.helper;

import io.stage1kvm.machine.MachineException;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// A program that serves a machine: it starts behind the wrapper `child`, ends when the **thread**
/// that started it ends, has none of our descriptors and nothing of our environment but `PATH`.
///
/// The kernel sends the death signal when the thread that made the process ends, not when its
/// process ends: start children only from a thread that lives as long as they shall.
public final class Child {

  private static final Path DEV_NULL = Path.of("/dev/null");

  private final String name;
  private final Process process;
  private final LastLines lastLines = new LastLines();
  private final Thread drain;

  private Child(String name, Process process) {
    this.name = name;
    this.process = process;
    drain =
        Thread.ofPlatform()
            .daemon()
            .name(name + "-stderr")
            .start(() -> lastLines.drain(process.getErrorStream()));
  }

  /// A server: it reads nothing and its standard output is dropped. The wrapper makes the listening
  /// socket, which the command gets as descriptor 3.
  public static Child serve(Path wrapper, Path socket, String name, List<String> command)
      throws MachineException {
    return start(
        name,
        new ProcessBuilder(wrapped(wrapper, Optional.of(socket), command))
            .redirectInput(Redirect.from(DEV_NULL.toFile()))
            .redirectOutput(Redirect.DISCARD));
  }

  /// A program that we talk to by its standard input and output.
  public static Child talk(Path wrapper, String name, List<String> command)
      throws MachineException {
    return start(name, new ProcessBuilder(wrapped(wrapper, Optional.empty(), command)));
  }

  private static List<String> wrapped(Path wrapper, Optional<Path> socket, List<String> command) {
    List<String> all = new ArrayList<>();
    // A bare name would be looked for in PATH.
    all.add(wrapper.getNameCount() == 1 ? wrapper.toAbsolutePath().toString() : wrapper.toString());
    all.add(Long.toString(ProcessHandle.current().pid()));
    socket.ifPresent(path -> all.addAll(List.of("--listen", path.toString())));
    all.add("--");
    all.addAll(command);
    return all;
  }

  private static Child start(String name, ProcessBuilder builder) throws MachineException {
    String path = builder.environment().getOrDefault("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    builder.environment().clear();
    builder.environment().put("PATH", path);
    try {
      return new Child(name, builder.start());
    } catch (IOException e) {
      throw MachineException.cannotStart(name, e.getMessage(), e);
    }
  }

  /// Waits until the wrapper has made the socket. It appears by a rename when it already listens.
  public void awaitSocket(Path socket, Duration timeout)
      throws MachineException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    while (!Files.exists(socket)) {
      if (process.waitFor(1, TimeUnit.MILLISECONDS)) {
        throw MachineException.cannotStart(name, describeEnd(), null);
      }
      if (System.nanoTime() > deadline) {
        throw MachineException.cannotStart(
            name, "no socket '" + socket + "' after " + timeout.toMillis() + " ms", null);
      }
    }
  }

  /// The process, for its streams and its end.
  public Process process() {
    return process;
  }

  /// Runs an action in a thread of its own when the program has ended.
  public void onEnd(Runnable action) {
    Thread.ofPlatform()
        .daemon()
        .name(name + "-end")
        .start(
            () -> {
              try {
                process.waitFor();
                action.run();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  /// Whether the program has ended badly. QEMU may see the end of a connection before we see the
  /// end
  /// of the process at its other side, hence the moment of patience.
  public boolean hasFailed() throws InterruptedException {
    return process.waitFor(200, TimeUnit.MILLISECONDS) && process.exitValue() != 0;
  }

  /// `virtiofsd ended with status 1: <its last lines>`, once it has ended.
  public String describeEnd() {
    try {
      // A grandchild may still hold the pipe: its text is not worth waiting for.
      drain.join(Duration.ofMillis(500));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    int status = process.exitValue();
    String how =
        status > 128 ? "was killed by signal " + (status - 128) : "ended with status " + status;
    String words = lastLines.toString();
    return name + " " + how + (words.isEmpty() ? "" : ": " + words);
  }

  /// Kills the program and does not wait. By its handle, because [Process#destroyForcibly] would
  /// close
  /// its streams under their readers.
  public void kill() {
    process.toHandle().destroyForcibly();
  }

  /// Lets the program end by itself for a while, then kills it and waits for its end.
  public void end(Duration patience) {
    boolean interrupted = false;
    try {
      process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      interrupted = true;
    }
    kill();
    while (process.isAlive()) {
      try {
        process.waitFor();
      } catch (InterruptedException e) {
        interrupted = true; // SIGKILL needs no patience: finish, then pass it on.
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
