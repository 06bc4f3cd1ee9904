package io.stage1kvm.aci.validate;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.SizeLimit;
import io.stage1kvm.aci.layout.AciLayout;
import io.stage1kvm.aci.layout.Finding;
import io.stage1kvm.aci.layout.Rule;
import io.stage1kvm.manifest.json.ManifestCheck;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks whatever it is given: an image, a layout directory, an image or a pod manifest, known by
/// what is in it.
public final class Validator {
  private static final int HEAD = 512;

  private Validator() {}

  /// @param limit on what an image may decompress to
  /// @throws AciException if it cannot be read
  public static Judged validate(Path path, SizeLimit limit) throws AciException {
    try {
      if (Files.isDirectory(path)) {
        return new Judged(path.toString(), LayoutValidator.validate(path));
      }
      try (BufferedInputStream in = open(Files.newInputStream(path))) {
        if (isManifest(in)) {
          return new Judged(path.toString(), manifest(in));
        }
        List<Violation> violations = new ArrayList<>(AciValidator.validate(in, limit));
        ImageRules.fileName(path).ifPresent(violations::add);
        return new Judged(path.toString(), violations);
      }
    } catch (IOException e) {
      throw AciException.cannot("read", "file", path.toString(), e);
    }
  }

  /// @param name to call it
  /// @param in read to its end and closed
  public static Judged validate(String name, InputStream in, SizeLimit limit) throws IOException {
    BufferedInputStream head = open(in);
    return new Judged(name, isManifest(head) ? manifest(head) : AciValidator.validate(head, limit));
  }

  private static BufferedInputStream open(InputStream in) {
    return new BufferedInputStream(in, 1 << 16);
  }

  private static boolean isManifest(BufferedInputStream in) throws IOException {
    in.mark(HEAD);
    byte[] first = in.readNBytes(HEAD);
    in.reset();
    return isManifest(first);
  }

  private static List<Violation> manifest(InputStream in) throws IOException {
    byte[] json;
    try (in) {
      json = in.readNBytes(AciLayout.MAX_MANIFEST_SIZE + 1);
    }
    if (json.length > AciLayout.MAX_MANIFEST_SIZE) {
      String text = "the manifest is larger than %d bytes".formatted(AciLayout.MAX_MANIFEST_SIZE);
      return List.of(ImageRules.violation(new Finding(Rule.MANIFEST_VALID, text), ""));
    }
    return ManifestCheck.any(json).stream()
        .map(finding -> Violation.of(finding, Optional.empty()))
        .toList();
  }

  /// A document begins with a brace; nothing at all is a bad document rather than a bad archive.
  private static boolean isManifest(byte[] head) {
    for (int i = hasByteOrderMark(head) ? 3 : 0; i < head.length; i++) {
      if (head[i] != ' ' && head[i] != '\n' && head[i] != '\r' && head[i] != '\t') {
        return head[i] == '{' || head[i] == '[';
      }
    }
    return true;
  }

  private static boolean hasByteOrderMark(byte[] head) {
    return head.length >= 3
        && head[0] == (byte) 0xef
        && head[1] == (byte) 0xbb
        && head[2] == (byte) 0xbf;
  }
}
