package io.stage1kvm.stage0;

import io.stage1kvm.stage0.flag.Flags;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// Where a command runs: its streams, its environment, its directory, and the installation it is
/// part of.
///
/// @param out standard output
/// @param err standard error
/// @param environment the variables
/// @param directory the working directory, absolute
/// @param dist the directory that the installation lies in, if the starter script told it
record Session(
    PrintStream out,
    PrintStream err,
    Map<String, String> environment,
    Path directory,
    Optional<Path> dist) {
  static final String NAME = "stage1-kvm";
  private static final String IMAGE = "stage1-kvm.aci";

  static Session ofProcess() {
    return new Session(
        System.out, System.err, System.getenv(), Path.of("").toAbsolutePath(), installation());
  }

  /// The starter script tells where its libraries are: two levels below.
  private static Optional<Path> installation() {
    Optional<Path> dist = Optional.ofNullable(System.getProperty("stage1kvm.dist")).map(Path::of);
    return dist.or(
        () ->
            Optional.ofNullable(System.getProperty("io.stage1kvm.lib"))
                .map(lib -> Path.of(lib).resolve("../..").normalize()));
  }

  void warn(String text) {
    err.println(NAME + ": warning: " + text);
  }

  Progress progress() {
    return Progress.on(err);
  }

  /// The stage1 image: the one asked for, that of the environment, or the installation's.
  Path stage1Image(Flags flags) throws Stage0Exception {
    Optional<String> named =
        flags
            .last("stage1-path")
            .filter(path -> !path.isEmpty())
            .or(() -> Optional.ofNullable(environment.get("STAGE1_KVM_IMAGE")));
    if (named.isPresent()) {
      return directory.resolve(named.get());
    }
    Optional<Path> installed = dist.map(path -> path.resolve(IMAGE)).filter(Files::exists);
    return installed.orElseThrow(
        () ->
            Stage0Exception.of(
                "cannot find the stage1 image: "
                    + dist.map(path -> path.resolve(IMAGE) + ": no such file or directory")
                        .orElse("none is installed beside this command"),
                "name one with --stage1-path or in STAGE1_KVM_IMAGE"));
  }
}
