package io.stage1kvm.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Finds the program that an app's `exec` names.
final class Binary {
  private Binary() {}

  /// The path, in the app's view, to execute: an absolute one as it is, one with a slash below the
  /// working directory, a bare name in the directories of `path` (the PATH that the manifest sets)
  /// or
  /// else in the working directory, /bin and /usr/bin.
  static String find(
      String app, Path rootfs, String program, String workingDirectory, Optional<String> path)
      throws PodException {
    if (program.startsWith("/")) {
      return program;
    }
    if (program.contains("/")) {
      return join(workingDirectory, program);
    }
    List<String> directories = new ArrayList<>();
    if (path.isPresent()) {
      directories.addAll(List.of(path.get().split(":")));
    } else {
      directories.addAll(List.of(workingDirectory, "/bin", "/usr/bin"));
    }
    for (String directory : directories) {
      String candidate = join(directory, program);
      if (isExecutable(rootfs, candidate)) {
        return candidate;
      }
    }
    throw PodException.app(
        app, "unable to find \"" + program + "\" in \"" + String.join(":", directories) + "\"");
  }

  private static boolean isExecutable(Path rootfs, String candidate) {
    try {
      Path file = RootedPath.resolve(rootfs, candidate);
      return Files.isRegularFile(file) && Files.isExecutable(file);
    } catch (IOException e) {
      return false; // a loop of links is not a program; the search goes on
    }
  }

  private static String join(String directory, String name) {
    return (directory.endsWith("/") ? directory : directory + "/") + name;
  }
}
