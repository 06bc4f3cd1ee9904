package io.stage1kvm.tests;

import java.nio.file.Files;
import java.nio.file.Path;

/// The packaged product: the tests run nothing else of the project.
final class Dist {
  private static final Path DIRECTORY = locate();

  private Dist() {}

  private static Path locate() {
    String property = System.getProperty("stage1kvm.dist");
    if (property == null || !Files.isDirectory(Path.of(property))) {
      throw new IllegalStateException(
          "stage1kvm.dist '" + property + "' must be the directory that scripts/build has made");
    }
    return Path.of(property).toAbsolutePath();
  }

  static Path stage1() {
    return DIRECTORY.resolve("stage1-kvm.aci");
  }

  static Command stage1Kvm(String... arguments) {
    return Command.of(DIRECTORY.resolve("bin/stage1-kvm").toString()).with(arguments);
  }

  static Command aci(String... arguments) {
    return Command.of(DIRECTORY.resolve("bin/aci").toString()).with(arguments);
  }
}
