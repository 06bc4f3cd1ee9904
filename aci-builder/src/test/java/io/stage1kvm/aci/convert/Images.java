package io.stage1kvm.aci.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciReader;
import io.stage1kvm.aci.validate.AciValidator;
import io.stage1kvm.manifest.type.ManifestRule.Level;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is in an image that must be valid.
final class Images {
  private Images() {}

  /// @return a line for each entry but the manifest and the rootfs itself, sorted
  static List<String> list(Path image) throws IOException {
    assertThat(AciValidator.validate(image)).noneMatch(v -> v.level() != Level.NONE);
    List<String> lines = new ArrayList<>();
    try (AciReader reader = AciReader.open(image)) {
      for (Optional<AciEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        if (next.get().name().startsWith("rootfs/") && next.get().name().length() > 7) {
          lines.add(line(next.get(), reader).substring("rootfs/".length()));
        }
      }
    }
    lines.sort(null);
    return lines;
  }

  private static String line(AciEntry entry, AciReader reader) throws IOException {
    return switch (entry) {
      case AciEntry.File file -> file.name() + "=" + new String(reader.readAll(999), UTF_8);
      case AciEntry.Symlink link -> link.name() + " -> " + link.target();
      case AciEntry.HardLink link -> link.name() + " == " + link.target();
      default -> entry.name();
    };
  }
}
