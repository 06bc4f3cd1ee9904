package io.stage1kvm.tests;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Programs in C for the guest, from the resources of the tests.
final class CProgram {
  private CProgram() {}

  /// Compiles `name.c` to a static program.
  static Path compile(String name, Path directory) throws IOException {
    Path source = directory.resolve(name + ".c");
    try (InputStream in = CProgram.class.getResourceAsStream("/" + name + ".c")) {
      Files.copy(in, source);
    }
    Path program = directory.resolve(name + ".program");
    Command.of(Tools.require("gcc", "gcc libc6-dev"))
        .with("-std=c17", "-O1", "-Wall", "-Wextra", "-Werror", "-static")
        .with("-o", program.toString(), source.toString())
        .run()
        .expect(0);
    return program;
  }
}
