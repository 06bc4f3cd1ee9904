package io.stage1kvm.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/// What the pods of a data directory have in the system: processes, mounts, sockets, directories.
final class Traces {
  private static final long PATIENCE_MS = Times.limit(Duration.ofSeconds(5)).toMillis();

  private Traces() {}

  /// What is left, after a moment for what is just ending.
  static List<String> await(Path data) {
    return await(() -> of(data));
  }

  /// The processes that are left, after a moment for those that are just ending.
  static List<String> awaitProcesses(Path data) {
    return await(() -> processes(data));
  }

  private static List<String> await(Supplier<List<String>> look) {
    long end = System.nanoTime() + PATIENCE_MS * 1_000_000;
    List<String> left = look.get();
    while (!left.isEmpty() && System.nanoTime() < end) {
      Running.pause(100);
      left = look.get();
    }
    return left;
  }

  static List<String> of(Path data) {
    List<String> all = new ArrayList<>(processes(data));
    mounts(data).forEach(target -> all.add("mount " + target));
    lines("/proc/net/unix").stream()
        .filter(line -> line.contains(data + "/"))
        .forEach(line -> all.add("socket " + line));
    pods(data).forEach(pod -> all.add("directory " + pod));
    return all;
  }

  /// The processes that mention the data directory: by their words, program, directory or root.
  static List<String> processes(Path data) {
    try (Stream<Path> entries = Files.list(Path.of("/proc"))) {
      return entries
          .filter(entry -> entry.getFileName().toString().matches("\\d+"))
          .filter(entry -> !entry.endsWith(Long.toString(ProcessHandle.current().pid())))
          .filter(entry -> facts(entry).contains(data + "/"))
          .map(entry -> "process " + entry.getFileName() + ": " + facts(entry))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String facts(Path process) {
    StringBuilder facts = new StringBuilder();
    try {
      facts.append(Files.readString(process.resolve("cmdline")).replace('\0', ' '));
      for (String link : List.of("exe", "cwd", "root")) {
        facts.append(' ').append(Files.readSymbolicLink(process.resolve(link)));
      }
    } catch (IOException e) {
      return facts.toString(); // a kernel thread, or it has just ended
    }
    return facts.toString();
  }

  /// Mount points below a directory, the deepest first.
  static List<String> mounts(Path below) {
    return lines("/proc/self/mounts").stream()
        .map(line -> line.split(" ")[1])
        .filter(target -> target.startsWith(below + "/"))
        .sorted(Comparator.reverseOrder())
        .toList();
  }

  private static List<String> pods(Path data) {
    try (Stream<Path> stages = Files.list(data.resolve("pods"))) {
      List<String> pods = new ArrayList<>();
      for (Path stage : stages.toList()) {
        try (Stream<Path> entries = Files.list(stage)) {
          entries.map(Path::toString).forEach(pods::add);
        }
      }
      return pods;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(Path.of(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Removes a directory with everything below it; what is mounted there is unmounted, not removed.
  static void remove(Path directory) {
    for (String target : mounts(directory)) {
      Command.of("umount", "--lazy", target).run();
    }
    if (Files.exists(directory, LinkOption.NOFOLLOW_LINKS)) {
      Command.of("rm", "-rf", "--one-file-system", directory.toString()).run().expect(0);
    }
  }
}
