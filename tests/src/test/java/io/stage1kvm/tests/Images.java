package io.stage1kvm.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Makes the images that the tests run, with `aci build`, from Debian's static busybox.
final class Images {
  private static final Path BUSYBOX = Path.of("/bin/busybox");

  private final Path directory;

  Images(Path directory) {
    this.directory = directory;
  }

  /// An image of a busybox whose program is a shell script.
  ///
  /// @param flags more of `aci build`: --user, --mount, …
  Path script(String name, String script, String... flags) {
    try {
      Path rootfs = busybox(name);
      Path program = rootfs.resolve("script");
      Files.writeString(program, "#!/bin/sh\n" + script + "\n");
      program.toFile().setExecutable(true, false);
      return build(name, rootfs, List.of("/script"), flags);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A root file system that holds a busybox and nothing else.
  Path busybox(String name) throws IOException {
    Path rootfs = directory.resolve(name + ".rootfs");
    Files.createDirectories(rootfs.resolve("bin"));
    Files.createDirectories(rootfs.resolve("etc"));
    Path busybox = rootfs.resolve("bin/busybox");
    Files.copy(BUSYBOX, busybox);
    busybox.toFile().setExecutable(true, false);
    Command.of("chroot", rootfs.toString(), "/bin/busybox", "--install", "-s", "/bin")
        .run()
        .expect(0);
    Files.writeString(
        rootfs.resolve("etc/passwd"),
        "root:x:0:0:root:/root:/bin/sh\nuser:x:1000:1000::/:/bin/sh\n");
    Files.writeString(rootfs.resolve("etc/group"), "root:x:0:\nuser:x:1000:\n");
    return rootfs;
  }

  /// Builds an image of a root file system.
  Path build(String name, Path rootfs, List<String> exec, String... flags) {
    Path image = directory.resolve(name + ".aci");
    List<String> words = new ArrayList<>(List.of("build", "--overwrite"));
    words.add("--name=example.com/" + name);
    exec.forEach(word -> words.add("--exec=" + word));
    words.addAll(List.of(flags));
    words.add(rootfs.toString());
    words.add(image.toString());
    Dist.aci(words.toArray(String[]::new)).run().expect(0);
    return image;
  }
}
