package io.stage1kvm.aci.convert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.aci.convert.Sources.Layer;
import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.json.ManifestJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What sources say about an image, and how hostile ones are refused.
class SourcesTest {
  private static final String PROCESS =
      """
      {"User":"app","WorkingDir":"/data","Entrypoint":["/bin/app"],"Cmd":["-v","a b"],\
      "Env":["PATH=/bin","EMPTY=","1BAD=x"],"ExposedPorts":{"80/tcp":{},"53/udp":{},"90-92":{}},\
      "Volumes":{"/var/lib/db":{},"/var/lib-db":{}},"Labels":{"Any Key":"x"},\
      "StopSignal":"SIGINT"}""";

  @TempDir private Path dir;
  private final List<String> warnings = new ArrayList<>();
  private final byte[] layer =
      new Layer()
          .file("etc/passwd", "root:x:0:0:::\napp:x:7:8:::\n")
          .file("etc/group", "root:x:0:\na:x:9:other,app\nb:x:10:root\n")
          .finish();

  private ConvertOptions options() {
    return ConvertOptions.defaults().withOverwrite(true).withWarnings(warnings::add);
  }

  private ImageManifest convert(Path source) throws IOException {
    return convert(source, options());
  }

  private ImageManifest convert(Path source, ConvertOptions options) throws IOException {
    ConvertedImage image = ImageConverter.convert(source, dir.resolve("out.aci"), options);
    Images.list(image.file());
    return image.manifest();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }

  @Test
  void takesEverythingThatAppcCanSay() throws IOException {
    Path source =
        Sources.archive(dir.resolve("a.tar"), Sources.dockerArchive(PROCESS, List.of(layer)));
    String json = new String(ManifestJson.write(convert(source)), UTF_8);

    assertThat(json)
        .startsWith(
            """
            {"acKind":"ImageManifest","acVersion":"0.8.11","name":"example.com/team/app",\
            "labels":[{"name":"version","value":"1.0"},{"name":"os","value":"linux"},\
            {"name":"arch","value":"amd64"}],"app":{"exec":["/bin/app","-v","a b"],"user":"app",\
            "group":"8","supplementaryGIDs":[9],"workingDirectory":"/data",\
            "environment":[{"name":"PATH","value":"/bin"},{"name":"EMPTY","value":""}],\
            "mountPoints":[{"name":"volume-var-lib-db","path":"/var/lib-db"},\
            {"name":"volume-var-lib-db-1","path":"/var/lib/db"}],\
            "ports":[{"name":"53-udp","protocol":"udp","port":53,"count":1,\
            "socketActivated":false},{"name":"80-tcp","protocol":"tcp","port":80,"count":1,\
            "socketActivated":false},{"name":"90-92","protocol":"tcp","port":90,"count":3,\
            "socketActivated":false}],"userLabels":{"Any Key":"x"}},\
            "annotations":[{"name":"appc.io/docker/originalname","value":\
            "example.com/team/app:1.0"},{"name":"appc.io/docker/registryurl","value":\
            "example.com"},{"name":"appc.io/docker/repository","value":"team/app"},\
            {"name":"appc.io/docker/tag","value":"1.0"},{"name":"appc.io/docker/imageid",""")
        .endsWith(
            """
            {"name":"appc.io/docker/entrypoint","value":"[\\"/bin/app\\"]"},\
            {"name":"appc.io/docker/cmd","value":"[\\"-v\\",\\"a b\\"]"}]}""");
    assertThat(warnings)
        .containsExactlyInAnyOrder(
            "left out the environment variable '1BAD=x', which appc does not allow",
            "left out the stop signal 'SIGINT'");
  }

  @Test
  void readsBothFormsOfBothFormats() throws IOException {
    Map<String, byte[]> docker = Sources.dockerArchive("{}", List.of(layer));
    Map<String, byte[]> oci = Sources.ociLayout("{}", List.of(layer), List.of(gzip(layer)));

    convert(Sources.directory(dir.resolve("docker"), docker));
    convert(Sources.archive(dir.resolve("docker.tar"), docker));
    ImageManifest one = convert(Sources.directory(dir.resolve("oci"), oci));
    ImageManifest other = convert(Sources.archive(dir.resolve("oci.tar"), oci));

    assertThat(one).isEqualTo(other);
    assertThat(one.name().value()).isEqualTo("oci");
    assertThat(one.label("version")).contains("1.0");
    assertThat(one.annotation("appc.io/docker/manifesthash").orElseThrow()).startsWith("sha256:");
    assertThat(convert(dir.resolve("oci"), options().withName("example.com/x")).name().value())
        .isEqualTo("example.com/x");
  }

  @Test
  void knowsDockersNames() {
    assertThat(Reference.parse("busybox:1"))
        .extracting(Reference::registry, Reference::repository)
        .containsExactly("registry-1.docker.io", "library/busybox");
    assertThat(Reference.parse("docker.io/library/busybox").tag()).isEmpty();
    assertThat(Reference.parse("localhost:5000/a/b@sha256:00"))
        .extracting(Reference::registry, Reference::repository)
        .containsExactly("localhost:5000", "a/b");
    assertThat(Reference.parse("a/b:2").repository()).isEqualTo("a/b");
  }

  @Test
  void choosesByReferenceAndPlatform() throws IOException {
    Map<String, byte[]> files = Sources.ociLayout("{}", List.of(layer), List.of(layer));
    String index = new String(files.get("index.json"), UTF_8);
    String first = index.substring(index.indexOf("[{") + 1, index.lastIndexOf(']'));
    String second = first.replace("\"1.0\"", "\"2.0\"");
    files.put("index.json", "{\"manifests\":[%s,%s]}".formatted(first, second).getBytes(UTF_8));
    Path source = Sources.directory(dir.resolve("oci"), files);

    assertThat(convert(source, options().withRef("2.0")).label("version")).contains("2.0");
    refuses(source, "there are 2 images in it\nhint: it has 1.0, 2.0; choose with --ref");
    assertThatThrownBy(() -> convert(source, options().withRef("3")))
        .hasMessageContaining("there is no image '3' in it\nhint: it has 1.0, 2.0");

    String amd =
        first.replace(
            "{\"mediaType",
            "{\"platform\":{\"os\":\"linux\",\"architecture\":\"amd64\"},\"mediaType");
    String arm = amd.replace("amd64", "arm64");
    String nested =
        Sources.addBlob(
            files,
            "application/vnd.oci.image.index.v1+json",
            "{\"manifests\":[%s,%s]}".formatted(arm, amd).getBytes(UTF_8));
    files.put("index.json", "{\"manifests\":[%s]}".formatted(nested).getBytes(UTF_8));
    Sources.directory(source, files);
    assertThat(convert(source, options().withPlatform(Platform.parse("linux/amd64"))).name())
        .isNotNull();
  }

  private void refuses(Path source, String reason) {
    assertThatThrownBy(() -> convert(source))
        .hasMessage("cannot convert image '%s': %s", source, reason);
  }

  @Test
  void refusesBlobsWithOtherContent() throws IOException {
    Map<String, byte[]> files = Sources.ociLayout("{}", List.of(layer), List.of(layer));
    String config = Digest.sha256(Sources.config("{}", List.of(layer)).getBytes(UTF_8)).hex();
    Path source = Sources.directory(dir.resolve("oci"), files);
    Files.writeString(source.resolve("blobs/sha256/" + config), "{}");
    refuses(
        source, "blob 'sha256:%s' has other content than its descriptor says".formatted(config));
  }

  @Test
  void refusesDigestsThatAreNone() throws IOException {
    Map<String, byte[]> files = Sources.ociLayout("{}", List.of(layer), List.of(layer));
    String index = new String(files.get("index.json"), UTF_8);
    files.put(
        "index.json",
        index.replaceAll("sha256:[0-9a-f]{64}", "sha256:../../../etc/passwd").getBytes(UTF_8));
    refuses(
        Sources.directory(dir.resolve("oci"), files),
        "digest 'sha256:../../../etc/passwd' must be sha256 or sha512 in lower case hex");
  }

  @Test
  void refusesFilesOutsideOfTheSource() throws IOException {
    Map<String, byte[]> files = Sources.dockerArchive("{}", List.of(layer));
    Files.write(dir.resolve("secret"), layer);
    String manifest = new String(files.get("manifest.json"), UTF_8);
    files.put("manifest.json", manifest.replace("layer0.tar", "../secret").getBytes(UTF_8));
    Path source = Sources.directory(dir.resolve("docker"), files);
    assertThatThrownBy(() -> convert(source))
        .hasMessage("cannot read layer '../secret': there is no file '../secret' in it");

    files.put("manifest.json", manifest.getBytes(UTF_8));
    Sources.directory(source, files);
    Files.delete(source.resolve("layer0.tar"));
    Files.createSymbolicLink(source.resolve("layer0.tar"), dir.resolve("secret"));
    assertThatThrownBy(() -> convert(source))
        .hasMessage("cannot read layer 'layer0.tar': there is no file 'layer0.tar' in it");
  }

  @Test
  void tellsWhatItCannotRead() throws IOException {
    Path empty = Files.createDirectories(dir.resolve("empty"));
    refuses(empty, "it is neither a docker archive nor an OCI layout");
    byte[] zstd = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd, 0};
    Path source =
        Sources.directory(dir.resolve("z"), Sources.ociLayout("{}", List.of(layer), List.of(zstd)));
    assertThatThrownBy(() -> convert(source))
        .hasMessageContaining("it is compressed by zstd, which images here cannot be\nhint: ");
    Map<String, byte[]> files = Sources.dockerArchive("{\"User\":5}", List.of(layer));
    refuses(Sources.directory(dir.resolve("u"), files), "'config.json.config.User' must be a text");
    files.put("config.json", "[".getBytes(UTF_8));
    assertThatThrownBy(() -> convert(Sources.directory(dir.resolve("u"), files)))
        .hasMessageContaining("cannot read JSON document 'config.json': line 1, column 2");
    Path noLayers = Sources.directory(dir.resolve("n"), Sources.dockerArchive("{}", List.of()));
    assertThat(convert(noLayers).app().orElseThrow().exec().isEmpty()).isTrue();
  }

  @Test
  void refusesPlatformsThatAppcDoesNotKnow() throws IOException {
    Map<String, byte[]> files = Sources.dockerArchive("{}", List.of(layer));
    String config = new String(files.get("config.json"), UTF_8);
    files.put("config.json", config.replace("amd64", "riscv64").getBytes(UTF_8));
    refuses(
        Sources.directory(dir.resolve("p"), files),
        "appc has no labels for platform 'linux/riscv64'");
  }
}
