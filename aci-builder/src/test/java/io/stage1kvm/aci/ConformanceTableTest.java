package io.stage1kvm.aci;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// `docs/appc-conformance.md` promises nothing that is not there.
class ConformanceTableTest {
  private static final Path TOP = Path.of("..");
  private static final Path TABLE = TOP.resolve("docs/appc-conformance.md");
  private static final List<String> MODULES = List.of("image-manifest", "aci-builder", "tests");

  /// `Class.method`, or `.method` of the class before it.
  private static final Pattern TEST = Pattern.compile("`([A-Z]\\w+Test)?\\.(\\w+)`");

  private static List<String> rows() throws IOException {
    return Files.readAllLines(TABLE).stream()
        .filter(line -> line.startsWith("| ") && !line.startsWith("| section "))
        .toList();
  }

  private static Map<String, String> sources() throws IOException {
    Map<String, String> sources = new TreeMap<>();
    for (String module : MODULES) {
      try (Stream<Path> files = Files.walk(TOP.resolve(module).resolve("src/test/java"))) {
        files
            .filter(file -> file.toString().endsWith("Test.java"))
            .forEach(file -> sources.put(name(file), read(file)));
      }
    }
    return sources;
  }

  private static String name(Path file) {
    return file.getFileName().toString().replace(".java", "");
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void namesATestThatExistsForEachRequirement() throws IOException {
    Map<String, String> sources = sources();
    List<String> wrong = new ArrayList<>();
    for (String row : rows()) {
      String[] cells = row.split(" \\| ");
      Matcher tests = TEST.matcher(cells[cells.length - 1]);
      String last = "";
      int count = 0;
      for (; tests.find(); count++) {
        last = tests.group(1) == null ? last : tests.group(1);
        String source = sources.getOrDefault(last, "");
        if (!source.matches(
            "(?s).*@(Test|ParameterizedTest)\\b.*\\bvoid " + tests.group(2) + "\\(.*")) {
          wrong.add("there is no test %s.%s".formatted(last, tests.group(2)));
        }
      }
      if (count == 0) {
        wrong.add("no test in: " + row);
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(rows()).hasSizeGreaterThan(90);
  }
}
