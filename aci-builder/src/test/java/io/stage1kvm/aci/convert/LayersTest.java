package io.stage1kvm.aci.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.SizeLimit;
import io.stage1kvm.aci.archive.TarBytes;
import io.stage1kvm.aci.archive.Xattr;
import io.stage1kvm.aci.convert.Sources.Layer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How layers are put on each other, and what no layer may do.
class LayersTest {
  @TempDir private Path dir;
  private final List<String> warnings = new ArrayList<>();

  private Path source(Layer... layers) throws IOException {
    List<byte[]> bytes = Stream.of(layers).map(Layer::finish).toList();
    return Sources.directory(dir.resolve("source"), Sources.dockerArchive("{}", bytes));
  }

  private List<String> squashed(Layer... layers) throws IOException {
    Path output = dir.resolve("out.aci");
    ConvertOptions options =
        ConvertOptions.defaults().withOverwrite(true).withWarnings(warnings::add);
    ImageConverter.convert(source(layers), output, options);
    return Images.list(output);
  }

  private void refuses(String reason, Layer... layers) throws IOException {
    Path output = dir.resolve("out.aci");
    Path source = source(layers);
    assertThatThrownBy(() -> ImageConverter.convert(source, output, ConvertOptions.defaults()))
        .isInstanceOf(AciException.class)
        .hasMessage("cannot read layer 'layer%d.tar': %s", layers.length - 1, reason);
    assertThat(output).doesNotExist();
  }

  @Test
  void takesTheUppermostOfEachName() throws IOException {
    assertThat(
            squashed(
                new Layer().directory("./").directory("./d/").file("./d/a", "1").file("b", "1"),
                new Layer().file("d/a", "2").symlink("b", "/x").file("c/new", "2")))
        .containsExactly("b -> /x", "c/", "c/new=2", "d/", "d/a=2");
  }

  @Test
  void replacesDirectoriesByFilesAndBack() throws IOException {
    assertThat(
            squashed(
                new Layer().file("a/x", "1").file("b", "1"),
                new Layer().file("a", "2").directory("b").file("b/y", "2")))
        .containsExactly("a=2", "b/", "b/y=2");
  }

  @Test
  void takesAwayWhatIsWhitedOut() throws IOException {
    assertThat(
            squashed(
                new Layer().file("a/x", "1").file("a/y", "1").file("b/z", "1").file("c", "1"),
                new Layer().whiteOut("a/.wh.x").whiteOut(".wh.b").whiteOut("none/.wh.x")))
        .containsExactly("a/", "a/y=1", "c=1");
  }

  @Test
  void keepsWhatTheSameLayerAddsWhereItWhitesOut() throws IOException {
    assertThat(
            squashed(
                new Layer().file("a", "1").file("d/x", "1").file("d/y", "1"),
                new Layer().file("a", "2").whiteOut(".wh.a").file("d/x", "2").whiteOut(".wh.d")))
        .containsExactly("a=2", "d/", "d/x=2");
  }

  @Test
  void emptiesOpaqueDirectoriesWhateverTheOrder() throws IOException {
    assertThat(
            squashed(
                new Layer().file("d/x", "1").file("d/e/y", "1").file("o", "1"),
                new Layer().file("d/new", "2").whiteOut("d/.wh..wh..opq").file("d/late", "2")))
        .containsExactly("d/", "d/late=2", "d/new=2", "o=1");
  }

  @Test
  void passesOverWhatAufsKeepsForItself() throws IOException {
    assertThat(squashed(new Layer().file("a", "1"), new Layer().file(".wh..wh.plnk/1", "x")))
        .containsExactly(".wh..wh.plnk/", ".wh..wh.plnk/1=x", "a=1");
    assertThat(squashed(new Layer().file("a", "1"), new Layer().whiteOut(".wh..wh.aufs")))
        .containsExactly("a=1");
  }

  @Test
  void followsLinksAboveAnEntryInsideTheTree() throws IOException {
    assertThat(
            squashed(
                new Layer().directory("usr/lib").symlink("lib", "/usr/lib").symlink("up", "../.."),
                new Layer().file("lib/x", "2").file("up/y", "2"),
                new Layer().whiteOut("lib/.wh.x").file("lib/z", "3")))
        .containsExactly(
            "lib -> /usr/lib", "up -> ../..", "usr/", "usr/lib/", "usr/lib/z=3", "y=2");
  }

  @Test
  void keepsLinkedFilesWhateverBecomesOfTheirFirstName() throws IOException {
    assertThat(
            squashed(
                new Layer().file("a", "1").hardLink("b", "a").hardLink("c", "b"),
                new Layer().whiteOut(".wh.a"),
                new Layer().hardLink("d", "c")))
        .containsExactly("b=1", "c == rootfs/b", "d == rootfs/b");
  }

  @Test
  void leavesOutFifosAndForeignXattrs() throws IOException {
    byte[] value = {1};
    assertThat(
            squashed(
                new Layer()
                    .entry(new AciEntry.Fifo("pipe", Sources.attributes()), "")
                    .directory("d", new Xattr("trusted.overlay.opaque", value))))
        .containsExactly("d/");
    assertThat(warnings).containsExactly("left out fifo 'pipe', which no image may have");
  }

  @Test
  void refusesHostileEntries() throws IOException {
    refuses("entry '/etc/x' has an absolute name", new Layer().file("/etc/x", ""));
    refuses("entry '../x' has '..' in its name", new Layer().file("../x", ""));
    refuses("entry 'a/../../.wh.x' has '..' in its name", new Layer().file("a/../../.wh.x", ""));
    refuses("whiteout 'a/.wh.' names no file", new Layer().file("a/.wh.", ""));
    refuses("whiteout '.wh...' names no file", new Layer().file(".wh...", ""));
    refuses("entry 'a/b' lies below a file", new Layer().file("a", "").file("a/b", ""));
    refuses(
        "entry 'l/b' lies below a loop of links", new Layer().symlink("l", "l").file("l/b", ""));
    refuses(
        "hard link 'b' to '../../etc/passwd' has '..' in its name",
        new Layer().hardLink("b", "../../etc/passwd"));
    refuses(
        "hard link 'b' to 'none' does not name an earlier file", new Layer().hardLink("b", "none"));
    refuses(
        "hard link 'b' to 'd' does not name an earlier file",
        new Layer().directory("d").hardLink("b", "d"));
  }

  @Test
  void refusesALayerWithOtherContent() throws IOException {
    Path source = source(new Layer().file("a", "1"));
    Digest expected = Digest.sha256(Files.readAllBytes(source.resolve("layer0.tar")));
    byte[] other = new Layer().file("a", "2").finish();
    Files.write(source.resolve("layer0.tar"), other);

    assertThatThrownBy(
            () -> ImageConverter.convert(source, dir.resolve("out.aci"), ConvertOptions.defaults()))
        .hasMessage(
            "cannot read layer 'layer0.tar': its digest is '%s', but '%s' is expected",
            Digest.sha256(other), expected);
  }

  @Test
  void refusesWhatUnpacksToTooMuch() throws IOException {
    Path source = source(new Layer().file("a", "x".repeat(100_000)));
    ConvertOptions options = ConvertOptions.defaults().withLimit(new SizeLimit(50_000, 200));
    assertThatThrownBy(() -> ImageConverter.convert(source, dir.resolve("out.aci"), options))
        .hasMessage(
            "cannot read layer 'layer0.tar': it has more than 50000 bytes uncompressed, the bound"
                + " (see --max-size)");
  }

  /// They would be written out: no image here has sparse files.
  @Test
  void countsTheHolesOfSparseFiles() throws IOException {
    byte[] layer =
        new TarBytes()
            .pax("GNU.sparse.size=999999999999999999")
            .pax("GNU.sparse.map=0,0")
            .file("f", "")
            .end();
    Path source =
        Sources.directory(dir.resolve("sparse"), Sources.dockerArchive("{}", List.of(layer)));
    Path output = dir.resolve("out.aci");
    assertThatThrownBy(() -> ImageConverter.convert(source, output, ConvertOptions.defaults()))
        .hasMessage(
            "cannot read layer 'layer0.tar': it has more than 68719476736 bytes uncompressed, the"
                + " bound (see --max-size)");
    assertThat(output).doesNotExist();
  }

  @Test
  void refusesLayersThatGrowTooMuch() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    packed.write(gzip(TarBytes.header("f", '0', "", 300L << 20)));
    byte[] zeros = gzip(new byte[1 << 20]);
    for (int i = 0; i < 300; i++) {
      packed.write(zeros);
    }
    packed.write(gzip(new byte[1024]));
    byte[] layer = packed.toByteArray();
    Path source =
        Sources.directory(
            dir.resolve("bomb"), Sources.ociLayout("{}", List.of(new byte[0]), List.of(layer)));
    Path output = dir.resolve("out.aci");
    assertThatThrownBy(() -> ImageConverter.convert(source, output, ConvertOptions.defaults()))
        .hasMessage(
            "cannot read layer 'blobs/sha256/%s': it grows to more than 200 times its size, the"
                + " bound (see --max-ratio)",
            Digest.sha256(layer).hex());
    assertThat(output).doesNotExist();
  }

  private static byte[] gzip(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(plain);
    }
    return out.toByteArray();
  }

  @Test
  void givesTheSameBytesEachTime() throws IOException {
    Layer[] layers = {new Layer().file("b", "1").file("a", "1").directory("d")};
    Path source = source(layers);
    Path one = dir.resolve("one.aci");
    Path other = dir.resolve("other.aci");
    ImageConverter.convert(source, one, ConvertOptions.defaults());
    ImageConverter.convert(source, other, ConvertOptions.defaults());
    assertThat(one).hasSameBinaryContentAs(other);
  }

  @Test
  void makesAnImageOfEachLayer() throws IOException {
    Path source =
        source(
            new Layer().file("a/x", "1").file("a/y", "1"),
            new Layer().file("b", "2"),
            new Layer().whiteOut("a/.wh.x").file("c", "3"));
    List<ConvertedImage> images =
        ImageConverter.convertLayers(source, dir.resolve("layers"), ConvertOptions.defaults());

    assertThat(images).hasSize(3);
    assertThat(Images.list(images.get(0).file())).containsExactly("a/", "a/x=1", "a/y=1");
    assertThat(Images.list(images.get(1).file())).containsExactly("b=2");
    assertThat(Images.list(images.get(2).file())).containsExactly("c=3");
    assertThat(images.get(1).manifest().pathWhitelist()).isEmpty();
    assertThat(images.get(2).manifest().pathWhitelist().stream().map(Object::toString))
        .containsExactly("/a", "/a/y", "/b", "/c");
    for (int i = 1; i < 3; i++) {
      assertThat(images.get(i).manifest().dependencies().getFirst().imageID())
          .contains(images.get(i - 1).id());
      assertThat(images.get(i).manifest().dependencies().getFirst().imageName())
          .isEqualTo(images.get(i - 1).manifest().name());
    }
    assertThat(images.get(2).manifest().name().value()).isEqualTo("example.com/team/app");
  }

  @Test
  void refusesALinkIntoAnotherLayersImage() throws IOException {
    Path source = source(new Layer().file("a", "1"), new Layer().hardLink("b", "a"));
    assertThatThrownBy(
            () ->
                ImageConverter.convertLayers(
                    source, dir.resolve("layers"), ConvertOptions.defaults()))
        .hasMessage(
            "cannot convert image '%s': 'rootfs/b' is linked to a file of another layer\n"
                + "hint: convert it without --layers",
            source);
  }
}
