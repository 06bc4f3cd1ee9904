package io.stage1kvm.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Optional;

/// Root file systems made of Debian packages and what they depend on, nothing configured.
final class DebianRootfs {
  private static final String SUITE = "bookworm";

  private DebianRootfs() {}

  /// Unpacks the packages. The archive is kept outside of the build folder.
  static Path unpack(Path target, String packages) throws IOException {
    Path archive = cache().resolve(SUITE + "-" + packages.replace(',', '_') + ".tar");
    if (!Files.exists(archive)) {
      make(archive, packages);
    }
    Files.createDirectories(target);
    Command.of("tar", "-C", target.toString(), "--exclude=./dev/*", "-xpf", archive.toString())
        .run()
        .expect(0);
    return target;
  }

  /// A small system with the packages, configured. It stays where it is for the next test: do not
  /// change it. Needs root.
  static Path installed(String packages) throws IOException {
    Path tree = cache().resolve(SUITE + "-installed-" + packages.replace(',', '_'));
    if (!Files.exists(tree)) {
      Files.createDirectories(tree.getParent());
      Path part =
          tree.resolveSibling(tree.getFileName() + ".part-" + ProcessHandle.current().pid());
      Command.of(Tools.require("mmdebstrap", "mmdebstrap"), "--quiet", "--variant=minbase")
          .with("--mode=root", "--format=directory", "--include=" + packages, SUITE)
          .with(part.toString())
          .within(Duration.ofMinutes(15))
          .run()
          .expect(0);
      Files.move(part, tree);
    }
    return tree;
  }

  private static void make(Path archive, String packages) throws IOException {
    Files.createDirectories(archive.getParent());
    Path part = Files.createTempFile(archive.getParent(), "part-", ".tar");
    try {
      Command.of(Tools.require("mmdebstrap", "mmdebstrap"), "--quiet", "--variant=extract")
          .with("--format=tar", "--include=" + packages, SUITE, part.toString())
          .within(Duration.ofSeconds(240))
          .run()
          .expect(0);
      Files.move(part, archive, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(part);
    }
  }

  /// The place that the build uses for what takes long to make.
  private static Path cache() {
    Optional<String> own = Optional.ofNullable(System.getenv("STAGE1_KVM_CACHE"));
    Optional<String> users = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"));
    String home = Optional.ofNullable(System.getenv("HOME")).orElse("/var/tmp");
    return own.map(Path::of)
        .orElse(Path.of(users.orElse(home + "/.cache"), "stage1-kvm"))
        .resolve("rootfs");
  }
}
