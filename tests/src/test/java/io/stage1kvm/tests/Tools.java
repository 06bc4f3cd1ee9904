package io.stage1kvm.tests;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/// Programs of the host that the tests need.
final class Tools {
  private Tools() {}

  /// Fails with the name of the Debian package to install when the program is missing.
  static String require(String program, String debianPackage) {
    Stream<Path> places =
        Stream.of(System.getenv("PATH").split(":")).map(directory -> Path.of(directory, program));
    boolean found =
        program.startsWith("/")
            ? Files.isExecutable(Path.of(program))
            : places.anyMatch(Files::isExecutable);
    if (!found) {
      throw new AssertionError(
          "cannot run '%s': not found%nhint: apt-get install %s".formatted(program, debianPackage));
    }
    return program;
  }
}
