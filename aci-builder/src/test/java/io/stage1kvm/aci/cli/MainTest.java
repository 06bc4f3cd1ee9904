package io.stage1kvm.aci.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.aci.archive.TarBytes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MainTest {
  @TempDir private Path dir;
  private final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private String rootfs;
  private String image;

  @BeforeEach
  void makeTree() throws IOException {
    Path tree = Files.createDirectories(dir.resolve("tree"));
    Files.writeString(tree.resolve("hello"), "hello");
    rootfs = tree.toString();
    image = dir.resolve("app.aci").toString();
  }

  private int run(String... args) throws Exception {
    out.reset();
    err.reset();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), environment);
    return Main.run(terminal, args);
  }

  private void fails(int code, String error, String... args) throws Exception {
    assertThat(run(args)).isEqualTo(code);
    assertThat(err.toString(UTF_8)).isEqualTo(error + "\n");
    assertThat(out.toString(UTF_8)).isEmpty();
  }

  private String buildImage(String... options) throws Exception {
    List<String> args = new ArrayList<>(List.of("build", "--name=example.com/app"));
    args.addAll(List.of(options));
    args.addAll(List.of(rootfs, image));
    assertThat(run(args.toArray(String[]::new))).as(err.toString(UTF_8)).isZero();
    return out.toString(UTF_8);
  }

  @Test
  void buildsAndAsksAndExtracts() throws Exception {
    String id = buildImage("--exec=/hello  world");
    assertThat(id).matches("sha512-[0-9a-f]{128}\n");
    assertThat(run("id", image)).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo(id);
    assertThat(run("id", image, image)).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo((id.strip() + "  " + image + "\n").repeat(2));
    assertThat(run("validate", image)).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo(image + ": valid\n");
    String target = dir.resolve("target").toString();
    assertThat(run("extract", image, target)).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo(id);
    assertThat(Path.of(target, "rootfs/hello")).hasContent("hello");
    assertThat(run("build", target, image, "--overwrite")).isZero();
    assertThat(out.toString(UTF_8)).isEqualTo(id);
  }

  @Test
  void writesAManifestOfAllOptions() throws Exception {
    buildImage(
        "--label=version=1.2",
        "--label=arch=aarch64",
        "--annotation=authors=me",
        "--exec=/hello  world",
        "--env=A=1=2",
        "--env=B=",
        "--user=www",
        "--group=100",
        "--supplementary-group=7",
        "--working-dir=/srv",
        "--port=http,protocol=udp,port=80,count=2,socketActivated=true",
        "--mount=data,path=/data,readOnly=true");
    assertThat(run("cat-manifest", image)).isZero();
    assertThat(out.toString(UTF_8))
        .isEqualTo(
            """
            {"acKind":"ImageManifest","acVersion":"0.8.11","name":"example.com/app",\
            "labels":[{"name":"os","value":"linux"},{"name":"arch","value":"aarch64"},\
            {"name":"version","value":"1.2"}],\
            "app":{"exec":["/hello","world"],"user":"www","group":"100",\
            "supplementaryGIDs":[7],"workingDirectory":"/srv",\
            "environment":[{"name":"A","value":"1=2"},{"name":"B","value":""}],\
            "mountPoints":[{"name":"data","path":"/data","readOnly":true}],\
            "ports":[{"name":"http","protocol":"udp","port":80,"count":2,"socketActivated":true}]},\
            "annotations":[{"name":"authors","value":"me"}]}
            """);
  }

  @Test
  void takesTheCommandAsArgumentsToo() throws Exception {
    assertThat(run("build", "--name=a", rootfs, image, "--", "/bin/sh", "-c", "echo 'a  b' --name"))
        .isZero();
    run("cat-manifest", "--pretty-print", image);
    assertThat(out.toString(UTF_8)).contains("\"/bin/sh\",", "\"-c\",", "\"echo 'a  b' --name\"");
  }

  @Test
  void clampsTimesToTheEnvironmentsUnlessToldOtherwise() throws Exception {
    environment.put("SOURCE_DATE_EPOCH", "1000");
    String id = buildImage();
    environment.clear();
    assertThat(buildImage("--overwrite", "--timestamp=1000")).isEqualTo(id);
    environment.put("SOURCE_DATE_EPOCH", "1001");
    assertThat(buildImage("--overwrite")).isNotEqualTo(id);
    assertThat(buildImage("--overwrite", "--timestamp=1000")).isEqualTo(id);
    environment.put("SOURCE_DATE_EPOCH", "today");
    fails(
        2,
        "aci: SOURCE_DATE_EPOCH 'today' must be seconds since 1970\nhint: see 'aci build --help'",
        "build",
        "--name=a",
        rootfs,
        image);
  }

  @Test
  void findsAndExitsWithOne() throws Exception {
    Path bad = Files.write(dir.resolve("bad"), TarBytes.image().file("x", "").end());
    assertThat(run("validate", bad.toString())).isEqualTo(1);
    assertThat(out.toString(UTF_8))
        .isEqualTo(
            bad
                + ": error: entry 'x' is neither 'manifest' nor in 'rootfs' [top-level]\n"
                + "  hint: put all files below 'rootfs'\n");
  }

  @Test
  void failsWithOneLineAndOne() throws Exception {
    fails(1, "aci: cannot read image 'gone': no such file or directory", "id", "gone");
    fails(1, "aci: cannot read image '" + rootfs + "': Is a directory", "cat-manifest", rootfs);
    fails(
        1,
        "aci: cannot extract image 'gone': no such file or directory",
        "extract",
        "gone",
        "target");
  }

  @Test
  void doesTheSameWithAndWithoutOptions() throws Exception {
    String id = buildImage();
    for (String[] args :
        new String[][] {
          {"id", "--", image},
          {"id", image},
          {"extract", "--", image, rootfs + "/a"},
          {"extract", image, rootfs + "/b"}
        }) {
      assertThat(run(args)).isZero();
      assertThat(out.toString(UTF_8)).isEqualTo(id);
    }
    fails(1, "aci: cannot read image 'gone': no such file or directory", "id", "--", "gone");
    fails(1, "aci: cannot read image '@gone': no such file or directory", "id", "--", "@gone");
    fails(
        2,
        "aci: unmatched argument at index 2: 'more'\nhint: see 'aci cat-manifest --help'",
        "cat-manifest",
        image,
        "more");
  }

  @Test
  void showsWhereOnlyWhenDebugging() throws Exception {
    assertThat(run("--debug", "id", "gone")).isEqualTo(1);
    assertThat(err.toString(UTF_8)).contains("\tat io.stage1kvm.aci.layout.AciImage");
  }

  @Test
  void refusesWrongUsageWithTwo() throws Exception {
    fails(2, "aci: no command given\nhint: see 'aci --help'");
    fails(
        2,
        "aci: missing required parameter: 'IMAGE'\nhint: see 'aci cat-manifest --help'",
        "cat-manifest");
    fails(
        2,
        "aci: a manifest's parts need --name\nhint: see 'aci build --help'",
        "build",
        "--user=0",
        rootfs,
        image);
    fails(
        2,
        "aci: level '10' must be between 1 and 9\nhint: see 'aci build --help'",
        "build",
        "--level=10",
        rootfs,
        image);
    fails(
        2,
        "aci: --port 'http' must have a value for 'port'\nhint: see 'aci build --help'",
        "build",
        "--name=a",
        "--exec=/a",
        "--port=http",
        rootfs,
        image);
    fails(
        2,
        "aci: --mount 'd,path=/d,ro=1' must not have a value for 'ro'\n"
            + "hint: see 'aci build --help'",
        "build",
        "--name=a",
        "--exec=/a",
        "--mount=d,path=/d,ro=1",
        rootfs,
        image);
  }

  @Test
  void givesTheSameBytesUnderAnotherUmask() throws Exception {
    String id = buildImage("--timestamp=1000");
    Path other = dir.resolve("other.aci");
    String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
    Process process =
        new ProcessBuilder(
                "sh",
                "-c",
                "umask 077 && exec \"$@\"",
                "sh",
                java,
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                "io.stage1kvm.aci.cli.Main",
                "build",
                "--name=example.com/app",
                "--timestamp=1000",
                rootfs,
                other.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    assertThat(new String(process.getInputStream().readAllBytes(), UTF_8)).isEqualTo(id);
    assertThat(process.waitFor()).isZero();
    assertThat(other).hasSameBinaryContentAs(Path.of(image));
  }
}
