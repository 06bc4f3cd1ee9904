package io.stage1kvm.aci.extract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What is on disk, in words that can be compared.
public final class Trees {
  private Trees() {}

  /// @return one line for each file: name, mode, owner, times, content. The top's own is left out
  public static List<String> describe(Path top) throws IOException {
    try (Stream<Path> files = Files.walk(top)) {
      return files.filter(file -> !file.equals(top)).map(f -> describe(top, f)).sorted().toList();
    }
  }

  private static String describe(Path top, Path file) {
    try {
      Map<String, Object> a =
          Files.readAttributes(
              file, "unix:mode,uid,gid,lastModifiedTime,rdev", LinkOption.NOFOLLOW_LINKS);
      String content =
          Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
              ? new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1)
              : Files.isSymbolicLink(file) ? "-> " + Files.readSymbolicLink(file) : "";
      return "%s %o %s:%s %s %s '%s'"
          .formatted(
              top.relativize(file),
              (int) a.get("mode"),
              a.get("uid"),
              a.get("gid"),
              ((FileTime) a.get("lastModifiedTime")).toInstant(),
              a.get("rdev"),
              content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
