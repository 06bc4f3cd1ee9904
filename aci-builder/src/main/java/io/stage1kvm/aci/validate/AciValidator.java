package io.stage1kvm.aci.validate;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.AciReader;
import io.stage1kvm.aci.archive.SizeLimit;
import io.stage1kvm.aci.layout.AciLayout;
import io.stage1kvm.aci.layout.EntryPath;
import io.stage1kvm.aci.layout.Finding;
import io.stage1kvm.aci.layout.LayoutChecker;
import io.stage1kvm.aci.layout.Rule;
import io.stage1kvm.manifest.json.ManifestCheck;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks an image against the rules of the format (appc `aci.md`), in one pass.
public final class AciValidator {
  private final LayoutChecker checker = new LayoutChecker();
  private final List<Violation> violations = new ArrayList<>();

  private AciValidator() {}

  /// @return what is wrong, or could be better, in the archive's order
  /// @throws AciException if the file cannot be read at all
  public static List<Violation> validate(Path image) throws AciException {
    try {
      return validate(Files.newInputStream(image));
    } catch (IOException e) {
      throw AciException.cannot("read", "image", image.toString(), e);
    }
  }

  /// As [#validate(Path)], of a stream, which is read to its end and closed.
  public static List<Violation> validate(InputStream image) throws IOException {
    return validate(image, SizeLimit.DEFAULT);
  }

  /// As [#validate(InputStream)], with another bound on what the image may decompress to.
  public static List<Violation> validate(InputStream image, SizeLimit limit) throws IOException {
    return new AciValidator().run(image, limit);
  }

  private List<Violation> run(InputStream image, SizeLimit limit) throws IOException {
    try (AciReader reader = AciReader.openWithoutId(image, limit)) {
      for (Optional<AciEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        check(next.get(), reader);
      }
      checker.end().forEach(finding -> add(finding, ""));
    } catch (AciException e) {
      add(new Finding(Rule.ARCHIVE, e.getMessage()), "");
    }
    return List.copyOf(violations);
  }

  private void check(AciEntry entry, AciReader reader) throws IOException {
    Optional<Finding> finding = checker.check(entry);
    finding.ifPresent(found -> add(found, entry.name()));
    if (finding.isEmpty() && EntryPath.of(entry.name()).toString().equals(AciLayout.MANIFEST)) {
      byte[] json = reader.readAll(AciLayout.MAX_MANIFEST_SIZE);
      Optional<String> name = Optional.of(AciLayout.MANIFEST);
      ManifestCheck.image(json).forEach(found -> violations.add(Violation.of(found, name)));
    }
  }

  private void add(Finding finding, String entry) {
    violations.add(ImageRules.violation(finding, entry));
  }
}
