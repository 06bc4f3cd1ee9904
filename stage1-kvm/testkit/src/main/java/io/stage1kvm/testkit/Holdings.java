package io.stage1kvm.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What this process holds of the host: to be the same after something as before it.
///
/// @param descriptors how many of each kind are open: `anon_inode:[eventfd]`, `socket:[]`, a path
/// @param threads how many there are of each name, but for those that the JVM starts as it likes
/// @param mappings how many there are of each file, `memfd:` and devices among them
/// @param anonymous how many mappings there are of no file: heaps and stacks, which vary a little
public record Holdings(
    SortedMap<String, Integer> descriptors,
    SortedMap<String, Integer> threads,
    SortedMap<String, Integer> mappings,
    int anonymous) {

  private static final Path SELF = Path.of("/proc/self");

  /// Compilers by need, and those that wait for processes or for Surefire.
  private static final Pattern AS_THE_JVM_LIKES =
      Pattern.compile("C[12] Compiler.*|process reaper|Attach Listener|surefire-.*");

  private static final Pattern NUMBER = Pattern.compile("(?<=:\\[)\\d+(?=\\])");

  /// Of a line of `/proc/self/maps`: what follows address, access, offset, device and inode.
  private static final int COLUMNS_BEFORE_NAME = 5;

  /// How many more anonymous mappings are no leak.
  private static final int SLACK = 32;

  private static final String ANONYMOUS = "";

  public static Holdings now() throws IOException {
    SortedMap<String, Integer> mappings = readMappings();
    Integer anonymous = mappings.remove(ANONYMOUS);
    return new Holdings(readDescriptors(), readThreads(), mappings, anonymous);
  }

  /// What has become more or less, until it is nothing; waits some seconds for that: a thread that
  /// has been joined is still there for a moment.
  ///
  /// @return such as `descriptors of socket:[]: 1, were 0`
  public List<String> changes() throws IOException, InterruptedException {
    long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    List<String> changes = changes(now());
    while (!changes.isEmpty() && System.nanoTime() < end) {
      Thread.sleep(20);
      changes = changes(now());
    }
    return changes;
  }

  List<String> changes(Holdings now) {
    List<String> changes = new ArrayList<>();
    changes("descriptors of ", descriptors, now.descriptors, changes);
    changes("threads ", threads, now.threads, changes);
    changes("mappings of ", mappings, now.mappings, changes);
    if (now.anonymous > anonymous + SLACK) {
      changes.add("anonymous mappings: " + now.anonymous + ", were " + anonymous);
    }
    return changes;
  }

  private static void changes(
      String kind,
      SortedMap<String, Integer> before,
      SortedMap<String, Integer> now,
      List<String> changes) {
    SortedSet<String> names = new TreeSet<>(before.keySet());
    names.addAll(now.keySet());
    for (String name : names) {
      int were = before.getOrDefault(name, 0);
      int are = now.getOrDefault(name, 0);
      if (are != were) {
        changes.add(kind + name + ": " + are + ", were " + were);
      }
    }
  }

  private static SortedMap<String, Integer> readDescriptors() throws IOException {
    SortedMap<String, Integer> all = new TreeMap<>();
    for (Path file : list(SELF.resolve("fd"))) {
      try {
        String target = Files.readSymbolicLink(file).toString();
        // The directory that is being read.
        if (!target.matches("/proc/\\d+/fd")) {
          count(all, NUMBER.matcher(target).replaceAll(""));
        }
      } catch (NoSuchFileException e) {
        // Closed meanwhile.
      }
    }
    return all;
  }

  private static SortedMap<String, Integer> readThreads() throws IOException {
    SortedMap<String, Integer> all = new TreeMap<>();
    for (Path task : list(SELF.resolve("task"))) {
      try {
        String name = Files.readString(task.resolve("comm")).strip();
        if (!AS_THE_JVM_LIKES.matcher(name).matches()) {
          count(all, name);
        }
      } catch (NoSuchFileException e) {
        // Ended meanwhile.
      }
    }
    return all;
  }

  private static SortedMap<String, Integer> readMappings() throws IOException {
    SortedMap<String, Integer> all = new TreeMap<>();
    for (String line : Files.readAllLines(SELF.resolve("maps"))) {
      String[] columns = line.split(" +", COLUMNS_BEFORE_NAME + 1);
      String name = columns.length > COLUMNS_BEFORE_NAME ? columns[COLUMNS_BEFORE_NAME] : ANONYMOUS;
      count(all, name.startsWith("[") ? ANONYMOUS : name);
    }
    return all;
  }

  private static void count(SortedMap<String, Integer> all, String name) {
    all.merge(name, 1, Integer::sum);
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.toList();
    }
  }

  /// Numbers alone, for a line of a report.
  public String summary() {
    return "%d descriptors, %d threads, %d mappings of files, %d others"
        .formatted(sum(descriptors), sum(threads), sum(mappings), anonymous);
  }

  private static int sum(SortedMap<String, Integer> all) {
    return all.values().stream().mapToInt(Integer::intValue).sum();
  }
}
