package io.stage1kvm.aci.validate;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.AciReader;
import io.stage1kvm.aci.layout.AciLayout;
import io.stage1kvm.aci.layout.EntryPath;
import io.stage1kvm.aci.layout.Finding;
import io.stage1kvm.aci.layout.LayoutChecker;
import io.stage1kvm.aci.layout.ManifestCodec;
import io.stage1kvm.aci.layout.Rule;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks an image against the rules of the format (appc `aci.md`).
public final class AciValidator {
  private final LayoutChecker checker = new LayoutChecker();
  private final List<Finding> findings = new ArrayList<>();

  private AciValidator() {}

  /// @return what is wrong, in the archive's order; empty for a valid image
  /// @throws AciException if the file cannot be read at all
  public static List<Finding> validate(Path image) throws AciException {
    try {
      return validate(Files.newInputStream(image));
    } catch (IOException e) {
      throw AciException.cannot("read", "image", image.toString(), e);
    }
  }

  /// As [#validate(Path)], of a stream, which is read to its end and closed.
  public static List<Finding> validate(InputStream image) throws IOException {
    return new AciValidator().run(image);
  }

  private List<Finding> run(InputStream image) throws IOException {
    try (AciReader reader = AciReader.open(image)) {
      for (Optional<AciEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        check(next.get(), reader);
      }
      findings.addAll(checker.end());
    } catch (AciException e) {
      findings.add(new Finding(Rule.ARCHIVE, e.getMessage()));
    }
    return List.copyOf(findings);
  }

  private void check(AciEntry entry, AciReader reader) throws IOException {
    Optional<Finding> finding = checker.check(entry);
    finding.ifPresent(findings::add);
    if (finding.isEmpty() && EntryPath.of(entry.name()).toString().equals(AciLayout.MANIFEST)) {
      checkManifest(reader);
    }
  }

  private void checkManifest(AciReader reader) throws IOException {
    byte[] json = reader.readAll(AciLayout.MAX_MANIFEST_SIZE);
    try {
      ManifestCodec.read(json);
    } catch (AciException e) {
      findings.add(new Finding(Rule.MANIFEST_VALID, e.getMessage()));
    }
  }
}
