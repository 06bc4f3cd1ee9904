package io.stage1kvm.maven;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The `aci` command in a JVM of its own.
final class AciProcess {
  private final Path java;
  private final List<Path> classPath;

  AciProcess(Path java, List<Path> classPath) {
    this.java = java;
    this.classPath = List.copyOf(classPath);
  }

  /// @return what the command printed
  /// @throws IOException with what it said, if it failed
  String run(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(java.toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-XX:+UseSerialGC");
    command.add("--class-path");
    command.add(String.join(File.pathSeparator, classPath.stream().map(Path::toString).toList()));
    command.add("io.stage1kvm.aci.cli.Main");
    command.addAll(arguments);
    // A file, since both streams cannot be read at once by one thread.
    Path errors = Files.createTempFile("aci", ".err");
    try {
      Process process = new ProcessBuilder(command).redirectError(errors.toFile()).start();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IOException(Files.readString(errors).strip());
      }
      return output;
    } finally {
      Files.delete(errors);
    }
  }
}
