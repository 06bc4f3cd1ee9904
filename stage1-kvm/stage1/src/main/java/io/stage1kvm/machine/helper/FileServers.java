package io.stage1kvm.machine.helper;

import io.stage1kvm.machine.Executables;
import io.stage1kvm.machine.MachineException;
import io.stage1kvm.machine.SharedDirectory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// A virtiofsd for each shared directory of a machine, with their sockets. They die with the thread
/// that has started them.
public final class FileServers implements AutoCloseable {

  private static final Duration SOCKET_TIMEOUT = Duration.ofSeconds(10);

  /// A file server ends by itself when the machine closes the connection.
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  static final String HINT = "apt install virtiofsd, or qemu-system-common on Debian 12";

  private final Executables executables;
  private final List<SharedDirectory> directories;
  private final RunFiles files;
  private final List<Path> sockets = new ArrayList<>();
  private final List<Child> servers = new ArrayList<>();
  private volatile boolean connected;

  /// @param runDirectory for their sockets, of this machine alone
  public FileServers(
      Executables executables, Path runDirectory, List<SharedDirectory> directories) {
    this.executables = executables;
    this.directories = List.copyOf(directories);
    files = new RunFiles(runDirectory);
  }

  /// Looks for the program, for the sake of a clear error before anything is started.
  ///
  /// @param path the variable `PATH`
  public void requireProgram(String path) throws MachineException {
    Programs.find(executables.virtiofsd().command().getFirst(), path, HINT);
  }

  /// Starts all and does not wait for them.
  public void start() throws MachineException {
    for (SharedDirectory directory : directories) {
      serve(directory);
    }
  }

  private void serve(SharedDirectory directory) throws MachineException {
    Path socket = files.fileServer(servers.size());
    RunFiles.remove(socket);
    sockets.add(socket);
    servers.add(
        Child.serve(
            executables.child(),
            socket,
            "virtiofsd",
            VirtiofsdOptions.command(executables.virtiofsd(), directory.path())));
  }

  /// Waits until the server of the directory with this number listens, and gives its socket.
  public Path awaitSocket(int number) throws MachineException, InterruptedException {
    servers.get(number).awaitSocket(sockets.get(number), SOCKET_TIMEOUT);
    return sockets.get(number);
  }

  /// Waits until all listen; their sockets are in the order of the shared directories.
  public List<Path> awaitSockets() throws MachineException, InterruptedException {
    for (int i = 0; i < servers.size(); i++) {
      awaitSocket(i);
    }
    return List.copyOf(sockets);
  }

  /// Calls when one has ended, from any thread, with what there is to say.
  public void onEnd(Consumer<String> failure) {
    servers.forEach(server -> server.onEnd(() -> failure.accept(server.describeEnd())));
  }

  /// All have their connection: the sockets' names are of no more use.
  public void connected() {
    connected = true;
    removeSockets();
  }

  private void removeSockets() {
    sockets.forEach(RunFiles::remove);
  }

  /// Why one has failed: then the machine has only lost its connection.
  public Optional<String> failure() throws InterruptedException {
    for (Child server : servers) {
      if (server.hasFailed()) {
        return Optional.of(server.describeEnd());
      }
    }
    return Optional.empty();
  }

  /// After the machine has ended.
  @Override
  public void close() {
    // A server that never had a connection does not see the end of one.
    Duration patience = connected ? PATIENCE : Duration.ZERO;
    servers.reversed().forEach(server -> server.end(patience));
    removeSockets();
  }
}
