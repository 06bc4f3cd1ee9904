package io.stage1kvm.aci.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.aci.archive.TarBytes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidateCommandTest {
  private static final String POD =
      """
      {
        "acKind": "PodManifest",
        "acVersion": "0.8.11",
        "apps": [{"name": "a", "image": {"id": "sha512-XYZ"}}],
        "Volumes": []
      }
      """;

  @TempDir private Path dir;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... args) throws Exception {
    out.reset();
    err.reset();
    return Main.run(
        new Terminal(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), Map.of()),
        args);
  }

  private String file(String name, String text) throws IOException {
    return Files.writeString(dir.resolve(name), text).toString();
  }

  private String output() {
    return out.toString(UTF_8);
  }

  @Test
  void tellsFileLineColumnLevelPathRuleAndHint() throws Exception {
    String pod = file("pod.json", POD);
    assertThat(run("validate", pod)).isEqualTo(1);
    assertThat(output())
        .isEqualTo(
            pod
                + ":4:42: error: $.apps[0].image.id: image ID 'sha512-XYZ' must be 'sha512-' and up"
                + " to 128 lower case hexadecimal digits [image-id-digest]\n"
                + "  hint: take the ID that 'aci id' prints\n"
                + pod
                + ":5:14: warning: $.Volumes: field 'Volumes' should be written 'volumes'"
                + " [field-case]\n"
                + "  hint: write the field as the specification does\n");
  }

  @Test
  void judgesByTheLetterOrAsActoolDoes() throws Exception {
    String pod = file("pod.json", POD);
    assertThat(run("validate", "--lenient", pod)).isZero();
    assertThat(output()).contains("warning: $.apps[0].image.id", "warning: $.Volumes", ": valid");
    String good = file("good.json", POD.replace("XYZ", "ab"));
    assertThat(run("validate", good)).isZero();
    assertThat(run("validate", "--strict", good)).isEqualTo(1);
    assertThat(output()).contains("error: $.Volumes", "[image-id-complete]");
    assertThat(run("validate", "--strict", "--lenient", good)).isEqualTo(2);
  }

  @Test
  void knowsImagesLayoutsAndManifestsByTheirContent() throws Exception {
    Path image = Files.write(dir.resolve("a"), TarBytes.image().end());
    Path layout = Files.createDirectories(dir.resolve("layout/rootfs")).getParent();
    Files.writeString(layout.resolve("manifest"), TarBytes.manifest());
    String manifest = file("b", " \n" + TarBytes.manifest());
    assertThat(run("validate", image.toString(), layout.toString(), manifest)).isZero();
    assertThat(output().lines()).hasSize(3).allMatch(line -> line.endsWith(": valid"));
  }

  @Test
  void mindsTheNameOfAnImagesFileByTheLetter() throws Exception {
    Path plain = Files.write(dir.resolve("image.tar"), TarBytes.image().end());
    assertThat(run("validate", plain.toString())).isZero();
    assertThat(output()).isEqualTo(plain + ": valid\n");
    assertThat(run("validate", "--strict", plain.toString())).isEqualTo(1);
    assertThat(output())
        .isEqualTo(
            plain
                + ": error: the name of the file does not end with '.aci' [file-suffix]\n"
                + "  hint: rename it\n");
    Path named = Files.move(plain, dir.resolve("image.aci"));
    assertThat(run("validate", "--strict", named.toString())).isZero();
  }

  @Test
  void findsWhatIsWrongWithALayout() throws Exception {
    Path layout = Files.createDirectories(dir.resolve("layout/rootfs")).getParent();
    Files.writeString(layout.resolve("other"), "");
    Process mkfifo = new ProcessBuilder("mkfifo", layout + "/rootfs/pipe").start();
    assertThat(mkfifo.waitFor()).isZero();
    assertThat(run("validate", layout.toString())).isEqualTo(1);
    assertThat(output().lines().filter(line -> !line.startsWith("  ")))
        .containsExactly(
            layout + ": error: there is no file 'manifest' at the top [manifest-present]",
            layout + ": error: entry 'other' is neither 'manifest' nor in 'rootfs' [top-level]",
            layout + ": error: entry 'rootfs/pipe' is a fifo or a socket [entry-type]");
    Files.delete(layout.resolve("rootfs/pipe"));
    Files.delete(layout.resolve("rootfs"));
    Files.writeString(layout.resolve("manifest"), "{}");
    assertThat(run("validate", layout.toString())).isEqualTo(1);
    assertThat(output())
        .contains(
            layout + "(manifest):1:1: error: $.acKind: acKind must be set [required]\n",
            layout + ": error: there is no directory 'rootfs' at the top [rootfs-present]\n");
  }

  @Test
  void readsStandardInput() throws Exception {
    InputStream in = System.in;
    System.setIn(new ByteArrayInputStream(POD.getBytes(UTF_8)));
    try {
      assertThat(run("validate", "-")).isEqualTo(1);
    } finally {
      System.setIn(in);
    }
    assertThat(output()).startsWith("-:4:42: error: ");
  }

  @Test
  void exitsWithTwoWhereAFileCannotBeRead() throws Exception {
    String good = file("good.json", TarBytes.manifest());
    assertThat(run("validate", "gone", good)).isEqualTo(2);
    assertThat(err.toString(UTF_8))
        .isEqualTo("aci: cannot read file 'gone': no such file or directory\n");
    assertThat(output()).isEqualTo(good + ": valid\n");
    assertThat(run("validate", "--format=xml", good)).isEqualTo(2);
  }

  @Test
  void writesJson() throws Exception {
    String pod = file("pod.json", POD);
    assertThat(run("validate", "--format=json", pod)).isEqualTo(1);
    assertThat(output())
        .isEqualTo(
            """
            {
              "files": [
                {
                  "file": "%s",
                  "valid": false,
                  "findings": [
                    {
                      "rule": "image-id-digest",
                      "level": "error",
                      "message": "image ID 'sha512-XYZ' must be 'sha512-' and up to 128 lower case hexadecimal digits",
                      "hint": "take the ID that 'aci id' prints",
                      "section": "types.md#image-id-type",
                      "path": "$.apps[0].image.id",
                      "line": 4,
                      "column": 42
                    },
                    {
                      "rule": "field-case",
                      "level": "warning",
                      "message": "field 'Volumes' should be written 'volumes'",
                      "hint": "write the field as the specification does",
                      "section": "aci.md",
                      "path": "$.Volumes",
                      "line": 5,
                      "column": 14
                    }
                  ]
                }
              ]
            }
            """
                .formatted(pod));
  }

  @Test
  void writesSarif() throws Exception {
    Path bad = Files.write(dir.resolve("bad file"), new TarBytes().file("manifest", "{").end());
    assertThat(run("validate", "--format=sarif", bad.toString(), file("pod.json", POD)))
        .isEqualTo(1);
    assertThat(output())
        .contains(
            "\"version\": \"2.1.0\"",
            "\"id\": \"json-syntax\"",
            "\"ruleId\": \"rootfs-present\"",
            "bad%20file\"",
            "\"fullyQualifiedName\": \"manifest: $\"",
            "\"fullyQualifiedName\": \"$.apps[0].image.id\"",
            "\"startLine\": 4,\n                  \"startColumn\": 42");
  }
}
