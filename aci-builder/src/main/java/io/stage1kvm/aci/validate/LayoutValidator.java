package io.stage1kvm.aci.validate;

import io.stage1kvm.aci.layout.AciLayout;
import io.stage1kvm.aci.layout.Finding;
import io.stage1kvm.aci.layout.Rule;
import io.stage1kvm.manifest.json.ManifestCheck;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Checks a directory that is to become an image: `manifest`, `rootfs`, nothing else.
final class LayoutValidator {
  private final Path layout;
  private final List<Violation> violations = new ArrayList<>();

  private LayoutValidator(Path layout) {
    this.layout = layout;
  }

  static List<Violation> validate(Path layout) throws IOException {
    LayoutValidator validator = new LayoutValidator(layout);
    validator.checkManifest();
    validator.checkTop();
    return List.copyOf(validator.violations);
  }

  private void checkManifest() throws IOException {
    Path manifest = AciLayout.manifest(layout);
    if (!Files.isRegularFile(manifest, LinkOption.NOFOLLOW_LINKS)) {
      add(Rule.MANIFEST_PRESENT, "", "there is no file 'manifest' at the top");
    } else if (Files.size(manifest) > AciLayout.MAX_MANIFEST_SIZE) {
      String text = "'manifest' is larger than %d bytes".formatted(AciLayout.MAX_MANIFEST_SIZE);
      add(Rule.MANIFEST_VALID, AciLayout.MANIFEST, text);
    } else {
      Optional<String> name = Optional.of(AciLayout.MANIFEST);
      ManifestCheck.image(Files.readAllBytes(manifest))
          .forEach(found -> violations.add(Violation.of(found, name)));
    }
  }

  private void checkTop() throws IOException {
    try (DirectoryStream<Path> top = Files.newDirectoryStream(layout)) {
      List<String> names = new ArrayList<>();
      top.forEach(path -> names.add(path.getFileName().toString()));
      names.sort(null);
      for (String name : names) {
        if (!name.equals(AciLayout.MANIFEST) && !name.equals(AciLayout.ROOTFS)) {
          String text = "entry '%s' is neither 'manifest' nor in 'rootfs'".formatted(name);
          add(Rule.TOP_LEVEL, name, text);
        }
      }
    }
    if (Files.isDirectory(AciLayout.rootfs(layout), LinkOption.NOFOLLOW_LINKS)) {
      checkRootfs();
    } else {
      add(Rule.ROOTFS_PRESENT, "", "there is no directory 'rootfs' at the top");
    }
  }

  private void checkRootfs() throws IOException {
    Files.walkFileTree(
        AciLayout.rootfs(layout),
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            // Devices are "other", too, as fifos and sockets are.
            if (attributes.isOther() && isPipeOrSocket(file)) {
              String name = layout.relativize(file).toString();
              add(Rule.ENTRY_TYPE, name, "entry '%s' is a fifo or a socket".formatted(name));
            }
            return FileVisitResult.CONTINUE;
          }
        });
  }

  private static boolean isPipeOrSocket(Path file) throws IOException {
    int mode = (int) Files.getAttribute(file, "unix:mode", LinkOption.NOFOLLOW_LINKS);
    int type = mode & 0170000;
    return type == 0010000 || type == 0140000;
  }

  private void add(Rule rule, String entry, String message) {
    violations.add(ImageRules.violation(new Finding(rule, message), entry));
  }
}
