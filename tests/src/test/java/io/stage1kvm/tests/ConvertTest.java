package io.stage1kvm.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Images made by Debian's own tools become ACIs: squashed and layer by layer, valid, with the
/// files that those tools unpack; and one runs.
final class ConvertTest {
  @RegisterExtension static final PodHost HOST = new PodHost();

  private static OciSource source;

  @BeforeAll
  static void makeSource() throws IOException {
    source = OciSource.make(HOST.newDirectory("oci"));
  }

  private static List<Path> sources() {
    return List.of(source.layout(), source.archive());
  }

  private static void validate(Path image) {
    Outcome ours = Dist.aci("validate", image.toString()).run().expect(0);
    assertThat(ours.out()).isEqualTo(image + ": valid\n");
    String actool = System.getenv("ACTOOL");
    if (actool != null) {
      Command.of(actool, "validate", image.toString()).run().expect(0);
    }
  }

  /// A tree in words: names, types, modes, owners, sizes, links.
  private static List<String> describe(Path tree) {
    return Command.of("find", ".", "-mindepth", "1", "-printf", "%P %y %m %U:%G %l %n ")
        .with("-type", "f", "-printf", "%s", "-exec", "sha256sum", "{}", ";")
        .with("-o", "-printf", "\n")
        .in(tree)
        .run()
        .expect(0)
        .out()
        .lines()
        .sorted()
        .toList();
  }

  private static Path squashed(Path from) {
    Path image = from.resolveSibling(from.getFileName() + ".aci");
    if (!Files.exists(image)) {
      Dist.aci("convert", "--name", OciSource.NAME, from.toString(), image.toString())
          .run()
          .expect(0);
    }
    return image;
  }

  @Test
  void squashesToTheFilesThatTheToolsUnpack() throws IOException {
    List<String> expected = describe(source.unpacked());
    assertThat(expected).anyMatch(line -> line.startsWith("old f 644 0:0"));
    for (Path from : sources()) {
      Path image = squashed(from);
      validate(image);
      Path target = HOST.newDirectory("squashed");
      Dist.aci("extract", image.toString(), target.toString()).run().expect(0);
      assertThat(describe(target.resolve("rootfs"))).as(from.toString()).isEqualTo(expected);
    }
  }

  @Test
  void rendersLayersToTheFilesThatTheToolsUnpack() throws IOException {
    List<String> expected = describe(source.unpacked());
    for (Path from : sources()) {
      Path images = HOST.newDirectory("layers");
      Dist.aci("convert", "--layers", "--name", OciSource.NAME)
          .with(from.toString(), images.toString())
          .run()
          .expect(0);
      List<Path> files = list(images);
      assertThat(files).hasSize(2);
      files.forEach(ConvertTest::validate);
      Path target = HOST.newDirectory("rendered");
      Dist.aci("render", "--store", HOST.newDirectory("store").toString())
          .with("--add", files.getFirst().toString())
          .with(files.getLast().toString(), target.toString())
          .run()
          .expect(0);
      assertThat(describe(target.resolve("rootfs"))).as(from.toString()).isEqualTo(expected);
    }
  }

  private static List<Path> list(Path directory) throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.sorted().toList();
    }
  }

  @Test
  void saysWhatTheConfigurationSays() {
    for (Path from : sources()) {
      String json = Dist.aci("cat-manifest", squashed(from).toString()).run().expect(0).out();
      JsonObject app = JsonParser.parseString(json).getAsJsonObject().getAsJsonObject("app");
      assertThat(app.get("user").getAsString()).isEqualTo("teller");
      assertThat(app.get("group").getAsString()).isEqualTo("4321");
      assertThat(app.getAsJsonArray("supplementaryGIDs")).hasToString("[777]");
      assertThat(app.getAsJsonArray("exec").get(0).getAsString()).isEqualTo("/bin/sh");
      assertThat(app.get("workingDirectory").getAsString()).isEqualTo("/data");
      assertThat(app.getAsJsonArray("mountPoints").toString()).contains("volume-data", "/data");
      assertThat(app.getAsJsonArray("ports").toString()).contains("8080-tcp");
      assertThat(app.getAsJsonObject("userLabels")).hasToString("{\"tier\":\"back\"}");
    }
  }

  @Test
  @Tag("pods")
  void runsWithUserEntrypointEnvironmentAndVolume() throws IOException {
    for (Path from : sources()) {
      Path data = HOST.newDirectory("data");
      Files.setAttribute(data, "unix:uid", 1234);
      Outcome outcome =
          HOST.pod()
              .flags("--volume=volume-data,kind=host,source=" + data)
              .image(squashed(from), "--name=teller")
              .run()
              .expect(0);
      List<String> lines = new ArrayList<>(outcome.lines("teller"));
      assertThat(lines.subList(0, 6))
          .containsExactly("1234", "4321", "4321 777", "/data", "from the image", "above");
      assertThat(lines).contains("kept", "passwd").doesNotContain("gone");
      assertThat(data.resolve("told")).hasContent("told");
      assertThat(Files.getAttribute(data.resolve("told"), "unix:uid")).isEqualTo(1234);
    }
  }

  @Test
  void refusesLayersCompressedByZstd() {
    Path output = source.layout().resolveSibling("zstd.aci");
    Path zstd = source.zstd();
    Outcome outcome = Dist.aci("convert", zstd.toString(), output.toString()).run().expect(1);
    assertThat(outcome.err())
        .matches(
            "(?s)aci: cannot read layer 'blobs/sha256/[0-9a-f]{64}': it is compressed by zstd,"
                + " which images here cannot be\n"
                + "hint: copy the image with gzip first: skopeo copy --dest-compress-format gzip …"
                + "\n");
    assertThat(output).doesNotExist();
  }
}
