package io.stage1kvm.pod;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// Resolves paths as a process would whose root is an app's root file system: symbolic links,
/// absolute
/// ones too, and `..` never lead out of it. The tree belongs to a pod that does not run yet, so
/// nobody
/// changes it meanwhile.
public final class RootedPath {
  /// As many links as the kernel follows.
  private static final int MOST_LINKS = 40;

  private RootedPath() {}

  /// The file on the host that `path` means inside `root`, with all links followed. What does not
  /// exist is
  /// taken by its name.
  public static Path resolve(Path root, String path) throws IOException {
    return walk(root, path, true);
  }

  /// The same, but a link as the last part stays.
  static Path resolveParent(Path root, String path) throws IOException {
    return walk(root, path, false);
  }

  private static Path walk(Path root, String path, boolean followLast) throws IOException {
    Deque<String> left = new ArrayDeque<>(List.of(path.split("/")));
    List<String> done = new ArrayList<>();
    int links = 0;
    while (!left.isEmpty()) {
      String name = left.pop();
      if (name.isEmpty() || name.equals(".")) {
        continue;
      }
      if (name.equals("..")) {
        if (!done.isEmpty()) {
          done.removeLast();
        }
        continue;
      }
      Path here = at(root, done).resolve(name);
      if (Files.isSymbolicLink(here) && (followLast || !left.isEmpty())) {
        if (++links > MOST_LINKS) {
          throw new IOException("too many levels of symbolic links in '" + path + "'");
        }
        String target = Files.readSymbolicLink(here).toString();
        if (target.startsWith("/")) {
          done.clear();
        }
        List<String> parts = List.of(target.split("/"));
        parts.reversed().forEach(left::push);
      } else {
        done.add(name);
      }
    }
    return at(root, done);
  }

  private static Path at(Path root, List<String> parts) {
    Path path = root;
    for (String part : parts) {
      path = path.resolve(part);
    }
    return path;
  }
}
