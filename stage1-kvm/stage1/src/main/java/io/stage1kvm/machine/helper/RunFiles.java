package io.stage1kvm.machine.helper;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The names of a machine in its run directory.
public record RunFiles(Path directory) {

  /// `sun_path` has 108 bytes with the closing zero.
  private static final int SOCKET_PATH_MAX = 107;

  /// What the wrapper appends while a socket does not listen yet.
  private static final int SUFFIX = ".new".length();

  public Path console() {
    return directory.resolve("console");
  }

  /// The socket of the file server with this number.
  Path fileServer(int number) {
    Path socket = directory.resolve("fs" + number + ".sock");
    int length = socket.toString().getBytes(StandardCharsets.UTF_8).length;
    if (length + SUFFIX > SOCKET_PATH_MAX) {
      throw new IllegalArgumentException(
          "socket path '%s' must have at most %d bytes"
              .formatted(socket, SOCKET_PATH_MAX - SUFFIX));
    }
    return socket;
  }

  /// Removes a name. One that cannot be removed hurts nobody: it goes with the pod directory.
  public static void remove(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      file.toFile().deleteOnExit();
    }
  }
}
