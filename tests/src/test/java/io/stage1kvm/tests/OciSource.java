package io.stage1kvm.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/// An OCI layout of two layers made by umoci, and a docker archive made of it by skopeo. No
/// registry has a part in it.
final class OciSource {
  static final String TAG = "1.0";
  static final String NAME = "example.com/team/teller";

  /// What the app does: tells who and where it is.
  static final String SCRIPT =
      "id -u; id -g; id -G; pwd; echo \"$GREETING\"; cat /etc/kept; ls /etc; echo told >/data/told";

  private final Path directory;
  private final String image;

  private OciSource(Path directory) {
    this.directory = directory;
    this.image = layout() + ":" + TAG;
  }

  static OciSource make(Path directory) throws IOException {
    OciSource source = new OciSource(directory);
    source.umoci("init", "--layout", source.layout().toString());
    source.umoci("new", "--image", source.image);
    source.addLayer("first", OciSource::fillFirst);
    source.addLayer("second", OciSource::fillSecond);
    source.configure();
    source.umoci("unpack", "--image", source.image, directory.resolve("reference").toString());
    source
        .skopeo("copy", "oci:" + source.image)
        .with("docker-archive:" + source.archive() + ":" + NAME + ":" + TAG)
        .run()
        .expect(0);
    return source;
  }

  Path layout() {
    return directory.resolve("layout");
  }

  Path archive() {
    return directory.resolve("teller.tar");
  }

  /// The same image with layers compressed by zstd.
  Path zstd() {
    Path zstd = directory.resolve("zstd");
    skopeo("copy", "--dest-compress-format=zstd", "docker-archive:" + archive(), "oci:" + zstd)
        .run()
        .expect(0);
    return zstd;
  }

  /// The root file system as umoci unpacks it.
  Path unpacked() {
    return directory.resolve("reference/rootfs");
  }

  private interface Filler {
    void fill(Path rootfs) throws IOException;
  }

  private void addLayer(String name, Filler filler) throws IOException {
    Path bundle = directory.resolve(name);
    umoci("unpack", "--image", image, bundle.toString());
    filler.fill(bundle.resolve("rootfs"));
    umoci("repack", "--image", image, bundle.toString());
  }

  private static void fillFirst(Path rootfs) throws IOException {
    for (String each : List.of("bin", "etc", "data", "old/deep")) {
      Files.createDirectories(rootfs.resolve(each));
    }
    Path busybox = rootfs.resolve("bin/busybox");
    Files.copy(Path.of(Tools.require("/bin/busybox", "busybox-static")), busybox);
    Files.setPosixFilePermissions(busybox, PosixFilePermissions.fromString("rwxr-xr-x"));
    for (String applet : List.of("sh", "id", "cat", "ls")) {
      Files.createSymbolicLink(rootfs.resolve("bin/" + applet), Path.of("busybox"));
    }
    Files.createLink(rootfs.resolve("bin/hard"), busybox);
    Files.writeString(
        rootfs.resolve("etc/passwd"),
        "root:x:0:0:root:/root:/bin/sh\nteller:x:1234:4321::/data:/bin/sh\n");
    Files.writeString(
        rootfs.resolve("etc/group"), "root:x:0:\nteller:x:4321:\nhelpers:x:777:teller\n");
    Files.writeString(rootfs.resolve("etc/kept"), "below\n");
    Files.writeString(rootfs.resolve("etc/gone"), "gone\n");
    Files.writeString(rootfs.resolve("old/deep/file"), "old\n");
    Files.setAttribute(rootfs.resolve("data"), "unix:uid", 1234);
    Files.setAttribute(rootfs.resolve("data"), "unix:gid", 4321);
  }

  private static void fillSecond(Path rootfs) throws IOException {
    Files.writeString(rootfs.resolve("etc/kept"), "above\n");
    Files.delete(rootfs.resolve("etc/gone"));
    Files.delete(rootfs.resolve("old/deep/file"));
    Files.delete(rootfs.resolve("old/deep"));
    Files.delete(rootfs.resolve("old"));
    Files.writeString(rootfs.resolve("old"), "a file now\n");
  }

  private void configure() {
    Command.of(Tools.require("umoci", "umoci"), "config", "--image", image)
        .with("--config.user=teller", "--config.env=GREETING=from the image")
        .with("--config.entrypoint=/bin/sh", "--config.entrypoint=-c", "--config.cmd=" + SCRIPT)
        .with("--config.volume=/data", "--config.exposedports=8080/tcp")
        .with("--config.workingdir=/data", "--config.label=tier=back", "--author=A Teller")
        .with("--os=linux", "--architecture=amd64")
        .run()
        .expect(0);
  }

  private void umoci(String... words) {
    Command.of(Tools.require("umoci", "umoci")).with(words).run().expect(0);
  }

  private Command skopeo(String... words) {
    return Command.of(Tools.require("skopeo", "skopeo"), "--insecure-policy").with(words);
  }
}
