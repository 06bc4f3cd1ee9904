package io.stage1kvm.guest;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/// The files of `stage1-kvm/stage2/fixtures` that the tests of stage2 read too.
public final class Fixtures {
  /// Surefire runs with the module's directory as the working directory.
  private static final Path DIRECTORY = Path.of("../stage2/fixtures");

  private Fixtures() {}

  /// The names in a folder, `frames` or `bad`, without suffix.
  public static List<String> names(String folder) {
    try (Stream<Path> files = Files.list(DIRECTORY.resolve(folder))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".hex"))
          .map(name -> name.substring(0, name.length() - ".hex".length()))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static byte[] bytes(String name) {
    StringBuilder digits = new StringBuilder();
    text(name + ".hex").lines().forEach(line -> digits.append(line.replaceFirst("#.*", "")));
    return HexFormat.of().parseHex(digits.toString().replaceAll("\\s", ""));
  }

  public static String text(String file) {
    try {
      return Files.readString(DIRECTORY.resolve(file));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
