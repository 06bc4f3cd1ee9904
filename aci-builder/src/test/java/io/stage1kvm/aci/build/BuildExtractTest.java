package io.stage1kvm.aci.build;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.Compression;
import io.stage1kvm.aci.extract.AciExtractor;
import io.stage1kvm.aci.extract.ExtractedImage;
import io.stage1kvm.aci.extract.Ownership;
import io.stage1kvm.aci.extract.Trees;
import io.stage1kvm.aci.layout.AciImage;
import io.stage1kvm.aci.validate.AciValidator;
import io.stage1kvm.manifest.App;
import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.type.ImageID;
import io.stage1kvm.sys.DeviceNumber;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.Timespec;
import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.sys.abi.Stat;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BuildExtractTest {
  private static final ImageManifest MANIFEST =
      ImageManifest.builder("example.com/app").app(App.builder("/bin/app").build()).build();

  private static final Instant OLD = Instant.ofEpochSecond(1_000_000_000, 123_456_789);
  private static final Instant STAMP = Instant.ofEpochSecond(1_500_000_000);

  /// `cap_net_raw=ep`, as the kernel keeps it: revision 2, effective; little endian.
  private static final byte[] CAPABILITY = {
    1, 0, 0, 2, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  @TempDir private Path dir;
  private Path rootfs;
  private Path image;

  @BeforeEach
  void makeTree() throws IOException {
    rootfs = Files.createDirectories(dir.resolve("tree/etc")).getParent();
    image = dir.resolve("app.aci");
    Files.writeString(rootfs.resolve("etc/passwd"), "root:x:0:0::/:/bin/sh\n");
    byte[] big = new byte[1_000_003];
    new Random(1).nextBytes(big);
    Files.write(rootfs.resolve("big"), big);
    Files.writeString(rootfs.resolve("empty"), "");
    Files.createSymbolicLink(rootfs.resolve("link"), Path.of("/etc/../../outside"));
    Files.createLink(rootfs.resolve("etc/hard"), rootfs.resolve("big"));
    Files.writeString(rootfs.resolve("n".repeat(200)), "long");
    chmod("etc/passwd", 0604);
    setTimes();
  }

  private void setTimes() throws IOException {
    Timespec time = new Timespec(OLD.getEpochSecond(), OLD.getNano());
    for (String name : List.of("etc/passwd", "link", "empty", "etc", "")) {
      byte[] path = rootfs.resolve(name).toString().getBytes(UTF_8);
      Sys.files().utimensat(Fd.CWD, path, time, time, Fcntl.AT_SYMLINK_NOFOLLOW);
    }
  }

  private void chmod(String name, int mode) throws IOException {
    Sys.files().fchmodat(Fd.CWD, rootfs.resolve(name).toString(), mode);
  }

  private ImageID build(BuildOptions options) throws AciException {
    return AciBuilder.fromRootfs(MANIFEST, rootfs).build(image, options);
  }

  private static BuildOptions plain() {
    return BuildOptions.defaults().withCompression(Compression.NONE, 0);
  }

  /// Extracts, builds again of that, and wants the same image.
  private ExtractedImage comesBackTheSame() throws IOException {
    ImageID id = build(BuildOptions.defaults());
    assertThat(AciValidator.validate(image)).isEmpty();
    Path target = dir.resolve("target");
    ExtractedImage extracted = AciExtractor.extract(image, target);
    assertThat(extracted.id()).isEqualTo(id).isEqualTo(AciImage.id(image));
    assertThat(extracted.manifest()).isEqualTo(MANIFEST).isEqualTo(AciImage.manifest(image));
    Path again = dir.resolve("again.aci");
    assertThat(AciBuilder.fromLayout(target).build(again, BuildOptions.defaults())).isEqualTo(id);
    assertThat(again).hasSameBinaryContentAs(image);
    return extracted;
  }

  @Test
  void losesNothingOfATree() throws IOException {
    comesBackTheSame();
    Path extracted = dir.resolve("target/rootfs");
    assertThat(Trees.describe(extracted)).isEqualTo(Trees.describe(rootfs));
    assertThat(Files.getLastModifiedTime(extracted).toInstant()).isEqualTo(OLD);
    assertThat(Files.getAttribute(extracted.resolve("big"), "unix:ino"))
        .isEqualTo(Files.getAttribute(extracted.resolve("etc/hard"), "unix:ino"));
  }

  @Test
  void losesNothingThatOnlyRootCanMake() throws IOException {
    assumeTrue(Ownership.ofCaller() == Ownership.KEEP, "needs root");
    byte[] latin1 = {'c', 'a', 'f', (byte) 0xe9};
    try (Fd top = Sys.files().openat(Fd.CWD, rootfs.toString(), Fcntl.O_RDONLY)) {
      Sys.files().mknodat(top, "null", Stat.S_IFCHR | 0666, new DeviceNumber(1, 3));
      Sys.files().mknodat(top, "disk", Stat.S_IFBLK | 0660, new DeviceNumber(259, 70_000));
      Sys.files().fchownat(top, "empty", 3_000_000, -5, 0);
      Sys.files().fchownat(top, "link", 7, 8, Fcntl.AT_SYMLINK_NOFOLLOW);
      Sys.files().symlinkat(latin1, top, latin1);
      try (Fd su = Sys.files().openat(top, "su", Fcntl.O_CREAT | Fcntl.O_RDWR, 0755)) {
        Sys.files().fchownat(top, "su", 1, 2, 0);
        Sys.files().fchmod(su, 06755);
        Sys.xattrs().fsetxattr(su, "security.capability", CAPABILITY, 0);
        Sys.xattrs().fsetxattr(su, "user.note", "grün".getBytes(UTF_8), 0);
      }
      Sys.files().mkdirat(top, "locked", 0);
      try (Fd locked = Sys.files().openat(top, "locked", Fcntl.O_RDONLY)) {
        Sys.xattrs().fsetxattr(locked, "user.note", new byte[0], 0);
        Sys.files().mkdirat(locked, "sticky", 0);
        Sys.files().fchmodat(locked, "sticky", 03777);
      }
    }
    assertThat(comesBackTheSame().warnings()).isEmpty();
    Path extracted = dir.resolve("target/rootfs");
    assertThat(Trees.describe(extracted)).isEqualTo(Trees.describe(rootfs));
    byte[] su = extracted.resolve("su").toString().getBytes(UTF_8);
    assertThat(Sys.xattrs().getxattr(su, "security.capability")).isEqualTo(CAPABILITY);
    assertThat((int) Files.getAttribute(extracted.resolve("su"), "unix:mode") & 07777)
        .isEqualTo(06755);
  }

  @Test
  void keepsNoLabelsOfTheHost() throws IOException {
    assumeTrue(Ownership.ofCaller() == Ownership.KEEP, "needs root");
    byte[] path = rootfs.resolve("empty").toString().getBytes(UTF_8);
    ImageID plain = build(BuildOptions.defaults());
    Sys.xattrs().setxattr(path, "trusted.overlay.opaque", new byte[] {'y'}, 0);
    Sys.xattrs().setxattr(path, "user.overlay.redirect", new byte[] {'/'}, 0);
    assertThat(build(BuildOptions.defaults().withOverwrite(true))).isEqualTo(plain);
  }

  @Test
  void leavesOutWhatOnlyRootCanMake() throws IOException {
    chmod("empty", 06755);
    assumeTrue(Ownership.ofCaller() == Ownership.KEEP, "needs root");
    Sys.files().fchownat(Fd.CWD, rootfs.resolve("big").toString(), 5, 5, 0);
    try (Fd top = Sys.files().openat(Fd.CWD, rootfs.toString(), Fcntl.O_RDONLY)) {
      Sys.files().mknodat(top, "null", Stat.S_IFCHR | 0666, new DeviceNumber(1, 3));
      Sys.files().linkat(top, "null", top, "zero", 0);
    }
    build(BuildOptions.defaults());
    Path target = dir.resolve("target");
    ExtractedImage extracted = AciExtractor.extract(image, target, Ownership.IGNORE);
    assertThat(extracted.warnings())
        .containsExactly(
            "not extracted, because only root can: 8 owners, 2 device nodes,"
                + " 1 set-user-ID or set-group-ID mode");
    assertThat(target.resolve("rootfs/null")).doesNotExist();
    assertThat(Files.getAttribute(target.resolve("rootfs/big"), "unix:uid"))
        .isEqualTo(Files.getAttribute(target, "unix:uid"));
    assertThat((int) Files.getAttribute(target.resolve("rootfs/empty"), "unix:mode") & 07777)
        .isEqualTo(0755);
  }

  @Test
  void givesTheSameBytesForATreeMadeAtAnotherTimeInAnotherOrder() throws IOException {
    byte[][] images = new byte[2][];
    for (int i = 0; i < 2; i++) {
      rootfs = Files.createDirectory(dir.resolve("r" + i));
      List<String> names = List.of("b", "a", "c", "B", "ä", "a-b");
      for (String name : i == 0 ? names : names.reversed()) {
        Path sub = Files.createDirectory(rootfs.resolve(name));
        Path file = Files.writeString(sub.resolve("file"), name);
        Files.setLastModifiedTime(file, FileTime.from(STAMP.plusSeconds(i * 1000 + 1)));
      }
      image = dir.resolve("i" + i);
      build(BuildOptions.defaults().withTimestamp(STAMP).withOwnerRoot(true));
      images[i] = Files.readAllBytes(image);
    }
    assertThat(images[1]).isEqualTo(images[0]);
  }

  @Test
  void clampsTimesAndOwners() throws IOException {
    build(plain().withTimestamp(STAMP).withOwnerRoot(true));
    Path target = dir.resolve("target");
    AciExtractor.extract(image, target);
    assertThat(Files.getLastModifiedTime(target.resolve("rootfs/big")).toInstant())
        .isEqualTo(STAMP);
    assertThat(Files.getLastModifiedTime(target.resolve("rootfs/empty")).toInstant())
        .isEqualTo(OLD);
  }

  @ParameterizedTest
  @EnumSource
  void givesTheSameIdWhateverTheCompression(Compression compression) throws IOException {
    ImageID id = build(plain());
    BuildOptions options =
        BuildOptions.defaults()
            .withOverwrite(true)
            .withCompression(compression, compression.defaultLevel());
    assertThat(build(options)).isEqualTo(id);
    assertThat(AciImage.id(image)).isEqualTo(id);
    assertThat(AciValidator.validate(image)).isEmpty();
  }

  @Test
  void overwritesOnlyWhenAsked() throws IOException {
    Files.writeString(image, "mine");
    assertThatThrownBy(() -> build(plain()))
        .isInstanceOf(AciException.class)
        .hasMessage("cannot write image '" + image + "': it exists already\nhint: use --overwrite");
    assertThat(image).hasContent("mine");
    build(plain().withOverwrite(true));
    assertThat(AciValidator.validate(image)).isEmpty();
  }

  @Test
  void leavesNoOutputAfterAFailure() throws IOException {
    Sys.files()
        .mknodat(Fd.CWD, rootfs.resolve("pipe").toString(), Stat.S_IFIFO | 0600, DeviceNumber.NONE);
    assertThatThrownBy(() -> build(plain()))
        .isInstanceOf(AciException.class)
        .hasMessage(
            "cannot add file 'rootfs/pipe': it is a socket or a fifo, which no image may have");
    assertThat(dir).isDirectoryNotContaining(file -> file.toString().contains("aci"));
  }

  @Test
  void refusesAnOutputInItsOwnTree() throws IOException {
    image = rootfs.resolve("etc/app.aci");
    assertThatThrownBy(() -> build(plain()))
        .hasMessage("cannot write image '" + image + "': it would lie in its own rootfs");
    assertThat(rootfs.resolve("etc")).isDirectoryNotContaining("glob:**.{aci,tmp}");
  }

  @Test
  void refusesBadLayouts() throws IOException {
    String about = "cannot read image layout '" + rootfs + "': ";
    assertThatThrownBy(() -> AciBuilder.fromLayout(rootfs))
        .hasMessage(about + "there is no file 'manifest' in it");
    Files.writeString(rootfs.resolve("manifest"), "{}");
    assertThatThrownBy(() -> AciBuilder.fromLayout(rootfs))
        .hasMessage(about + "there is no directory 'rootfs' in it");
    Files.createDirectory(rootfs.resolve("rootfs"));
    assertThatThrownBy(() -> AciBuilder.fromLayout(rootfs))
        .hasMessage(about + "'big' is neither 'manifest' nor 'rootfs'");
    Path gone = dir.resolve("gone");
    assertThatThrownBy(() -> AciBuilder.fromLayout(gone))
        .hasMessage("cannot read image layout '" + gone + "': no such file or directory");
  }

  @Test
  void extractsFromAStream() throws IOException {
    ImageID id = build(BuildOptions.defaults());
    ExtractedImage extracted =
        AciExtractor.extract(
            new ByteArrayInputStream(Files.readAllBytes(image)),
            "standard input",
            dir.resolve("target"),
            Ownership.ofCaller());
    assertThat(extracted.id()).isEqualTo(id);
  }
}
