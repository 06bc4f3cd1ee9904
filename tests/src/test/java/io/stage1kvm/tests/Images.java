package io.stage1kvm.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/// Makes the images that the tests run, with `aci build`.
final class Images {
  private final Path directory;
  private Path shell;

  Images(Path directory) {
    this.directory = directory;
  }

  /// Debian's static busybox with all its applets, a user and a few files; it executes a shell.
  synchronized Path shell() {
    if (shell == null) {
      try {
        shell = build("shell", busybox(directory.resolve("shell.rootfs")), List.of("/bin/sh"));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return shell;
  }

  private static Path busybox(Path rootfs) throws IOException {
    Files.createDirectories(rootfs.resolve("bin"));
    Files.createDirectories(rootfs.resolve("etc"));
    Files.createDirectories(rootfs.resolve("home/user"));
    Path busybox = rootfs.resolve("bin/busybox");
    Files.copy(Path.of(Tools.require("/bin/busybox", "busybox-static")), busybox);
    Files.setPosixFilePermissions(busybox, PosixFilePermissions.fromString("rwxr-xr-x"));
    Command.of("chroot", rootfs.toString(), "/bin/busybox", "--install", "-s", "/bin")
        .run()
        .expect(0);
    Files.writeString(
        rootfs.resolve("etc/passwd"),
        "root:x:0:0:root:/root:/bin/sh\nuser:x:1000:1001::/home/user:/bin/sh\n");
    Files.writeString(rootfs.resolve("etc/group"), "root:x:0:\nstaff:x:1001:\n");
    Files.setAttribute(rootfs.resolve("home/user"), "unix:uid", 1000);
    return rootfs;
  }

  /// A root file system's directory that does not exist yet.
  Path newRootfs(String name) {
    return directory.resolve(name + ".rootfs");
  }

  /// Builds an image of a root file system.
  ///
  /// @param flags more of `aci build`: --user, --mount, …
  Path build(String name, Path rootfs, List<String> exec, String... flags) {
    Path image = directory.resolve(name + ".aci");
    List<String> words = new ArrayList<>(List.of("build", "--level=1"));
    words.add("--name=example.com/" + name);
    words.addAll(List.of(flags));
    words.addAll(List.of(rootfs.toString(), image.toString(), "--"));
    words.addAll(exec);
    Dist.aci(words.toArray(String[]::new)).run().expect(0);
    return image;
  }
}
