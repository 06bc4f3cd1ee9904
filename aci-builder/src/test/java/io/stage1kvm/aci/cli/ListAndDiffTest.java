package io.stage1kvm.aci.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciWriter;
import io.stage1kvm.aci.archive.Attributes;
import io.stage1kvm.aci.archive.Compression;
import io.stage1kvm.aci.archive.Xattr;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ListAndDiffTest {
  private static final Instant TIME = Instant.parse("2026-01-02T03:04:05Z");
  private static final String MANIFEST =
      """
      {"acKind":"ImageManifest","acVersion":"0.8.11","name":"a","labels":[{"name":"os",\
      "value":"linux"},{"name":"arch","value":"amd64"}]}""";

  @TempDir private Path dir;
  private final Command aci = new Command();

  private interface Content {
    void put(AciWriter writer) throws IOException;
  }

  private Path image(String name, String manifest, Content content) throws IOException {
    Path file = dir.resolve(name);
    try (AciWriter writer = new AciWriter(Files.newOutputStream(file), Compression.NONE, 0)) {
      file(writer, "manifest", 0644, manifest);
      writer.put(new AciEntry.Directory("rootfs/", attributes(0755)));
      content.put(writer);
      writer.finish();
    }
    return file;
  }

  private static Attributes attributes(int mode, Xattr... xattrs) {
    return new Attributes(mode, 1000, 0, TIME, List.of(xattrs));
  }

  private static void file(AciWriter writer, String name, int mode, String text)
      throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    writer.put(
        new AciEntry.File(name, attributes(mode), bytes.length), new ByteArrayInputStream(bytes));
  }

  private static void link(AciWriter writer, String name, String target) throws IOException {
    writer.put(new AciEntry.HardLink(name, attributes(0644), target));
  }

  @Test
  void listsAsTarDoes() throws Exception {
    Path image =
        image(
            "a.aci",
            MANIFEST,
            writer -> {
              file(writer, "rootfs/a\u001b", 06755, "hello");
              link(writer, "rootfs/b", "rootfs/a\u001b");
              writer.put(new AciEntry.Symlink("rootfs/c", attributes(0777), "/x"));
              writer.put(new AciEntry.CharDevice("rootfs/null", attributes(0666), 1, 3));
              writer.put(new AciEntry.Directory("rootfs/tmp/", attributes(01776)));
            });

    assertThat(aci.output("ls", image).lines())
        .containsExactly(
            "manifest",
            "rootfs/",
            "rootfs/a\\x1b",
            "rootfs/b",
            "rootfs/c",
            "rootfs/null",
            "rootfs/tmp/");
    assertThat(aci.output("ls", "-l", image))
        .isEqualTo(
            """
            -rw-r--r-- 1000/0          131 2026-01-02 03:04 manifest
            drwxr-xr-x 1000/0            0 2026-01-02 03:04 rootfs/
            -rwsr-sr-x 1000/0            5 2026-01-02 03:04 rootfs/a\\x1b
            hrw-r--r-- 1000/0            0 2026-01-02 03:04 rootfs/b link to rootfs/a\\x1b
            lrwxrwxrwx 1000/0            0 2026-01-02 03:04 rootfs/c -> /x
            crw-rw-rw- 1000/0          1,3 2026-01-02 03:04 rootfs/null
            drwxrwxrwT 1000/0            0 2026-01-02 03:04 rootfs/tmp/
            """);
  }

  @Test
  void findsNoDifferenceInOrderAndCompression() throws Exception {
    Path one =
        image(
            "a.aci",
            MANIFEST,
            writer -> {
              file(writer, "rootfs/a", 0644, "hello");
              link(writer, "rootfs/b", "rootfs/a");
            });
    String turned =
        """
        {"name":"a","acKind":"ImageManifest","acVersion":"0.8.11","labels":[{"name":"arch",\
        "value":"amd64"},{"name":"os","value":"linux"}]}""";
    Path other =
        image(
            "b.aci",
            turned,
            writer -> {
              file(writer, "rootfs/b", 0644, "hello");
              link(writer, "rootfs/a", "rootfs/b");
            });

    assertThat(aci.output("diff", one, other)).isEmpty();
  }

  @Test
  void tellsEveryDifference() throws Exception {
    Path one =
        image(
            "a.aci",
            MANIFEST,
            writer -> {
              file(writer, "rootfs/a", 0644, "hello");
              file(writer, "rootfs/b", 0644, "hello");
              link(writer, "rootfs/c", "rootfs/b");
              file(writer, "rootfs/gone", 0644, "");
              writer.put(new AciEntry.Symlink("rootfs/l", attributes(0777), "/x"));
              file(writer, "rootfs/x", 0644, "");
            });
    Path other =
        image(
            "b.aci",
            MANIFEST.replace("amd64", "i386").replace("\"name\":\"a\"", "\"name\":\"b\""),
            writer -> {
              file(writer, "rootfs/a", 0600, "world");
              file(writer, "rootfs/b", 0644, "longer");
              file(writer, "rootfs/c", 0644, "longer");
              writer.put(new AciEntry.Symlink("rootfs/l", attributes(0777), "/y"));
              writer.put(new AciEntry.Directory("rootfs/new", attributes(0755)));
              writer.put(
                  new AciEntry.Directory(
                      "rootfs/x", attributes(0755, new Xattr("user.a", new byte[] {1}))));
            });

    assertThat(aci.run("diff", one, other)).isEqualTo(1);
    assertThat(aci.out())
        .isEqualTo(
            """
            ! manifest $.labels['arch'].value: "amd64" | "i386"
            ! manifest $.name: "a" | "b"
            ! rootfs/a: content differs
            ! rootfs/a: mode 0644 | 0600
            ! rootfs/b: 5 bytes | 6 bytes
            ! rootfs/b: linked with rootfs/c | nothing
            ! rootfs/c: 5 bytes | 6 bytes
            ! rootfs/c: linked with rootfs/b | nothing
            - rootfs/gone: file
            ! rootfs/l: -> /x | -> /y
            + rootfs/new: directory
            ! rootfs/x: file | directory
            """);
    assertThat(aci.run("diff", "--brief", one, other)).isEqualTo(1);
    assertThat(aci.out()).isEmpty();
  }

  @Test
  void ignoresOnRequest() throws Exception {
    Path one = image("a.aci", MANIFEST, writer -> {});
    Path other = dir.resolve("b.aci");
    Path tree = Files.createDirectories(dir.resolve("t/rootfs"));
    Files.writeString(dir.resolve("t/manifest"), MANIFEST);
    aci.output("build", "--owner-root", tree.getParent(), other);

    assertThat(aci.run("diff", one, other)).isEqualTo(1);
    assertThat(aci.out()).contains("! rootfs: owner 1000:0 | 0:0\n! rootfs: time ");
    assertThat(aci.output("diff", "--ignore-times", "--ignore-owners", one, other)).isEmpty();
  }

  @Test
  void failsApartFromADifference() throws Exception {
    Path one = image("a.aci", MANIFEST, writer -> {});
    Path none = dir.resolve("none");
    aci.fails(
        2, "aci: cannot read image '" + none + "': no such file or directory", "diff", one, none);
    aci.fails(1, "aci: cannot read image '" + none + "': no such file or directory", "ls", none);
  }
}
