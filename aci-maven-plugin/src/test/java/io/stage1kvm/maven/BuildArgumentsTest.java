package io.stage1kvm.maven;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildArgumentsTest {
  @TempDir private Path dir;

  private BuildArguments arguments(String name, Path rootfs, Path layout, String timestamp) {
    return new BuildArguments(
        name,
        name == null ? List.of() : List.of("/bin/app", "--serve"),
        name == null ? Map.of() : Map.of("version", "1.0"),
        "7",
        null,
        rootfs,
        layout,
        dir.resolve("app.aci"),
        "gzip",
        timestamp,
        true);
  }

  @Test
  void writesThemForTheCommand() {
    Path tree = dir.resolve("tree");
    assertThat(arguments("example.com/app", tree, null, "1970-01-01T00:01:00Z").toList())
        .containsExactly(
            "build",
            "--overwrite",
            "--compression=gzip",
            "--timestamp=60",
            "--owner-root",
            "--name=example.com/app",
            "--label=version=1.0",
            "--user=7",
            "--group=0",
            tree.toString(),
            dir.resolve("app.aci").toString(),
            "--",
            "/bin/app",
            "--serve");
    assertThat(arguments(null, null, tree, "99").toList())
        .contains("--timestamp=99", tree.toString())
        .doesNotContain("--name=null", "--");
    assertThat(arguments(null, null, tree, null).toList())
        .noneMatch(argument -> argument.startsWith("--timestamp"));
  }

  @Test
  void refusesWhatDoesNotGoTogether() {
    refuses("give either rootfs or layout", "a", dir, dir, null);
    refuses("give either rootfs or layout", "a", null, null, null);
    refuses("name goes together with rootfs", null, dir, null, null);
    refuses("timestamp 'x' must be a time in ISO 8601 or seconds since 1970", "a", dir, null, "x");
  }

  private void refuses(String reason, String name, Path rootfs, Path layout, String timestamp) {
    assertThatThrownBy(() -> arguments(name, rootfs, layout, timestamp).toList())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(reason);
  }

  @Test
  void buildsTheSameImageTwice() throws IOException, InterruptedException {
    Path tree = Files.createDirectories(dir.resolve("tree"));
    Files.writeString(tree.resolve("hello"), "hello");
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    List<Path> classPath =
        Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
            .map(Path::of)
            .toList();
    AciProcess aci = new AciProcess(java, classPath);
    List<String> build = arguments("example.com/app", tree, null, "0").toList();

    String id = aci.run(build);
    byte[] first = Files.readAllBytes(dir.resolve("app.aci"));
    assertThat(id).matches("sha512-[0-9a-f]{128}");
    assertThat(aci.run(build)).isEqualTo(id);
    assertThat(dir.resolve("app.aci")).hasBinaryContent(first);
    assertThatThrownBy(() -> aci.run(List.of("id", dir + "/none")))
        .isInstanceOf(IOException.class)
        .hasMessage("aci: cannot read image '%s': no such file or directory", dir + "/none");
  }
}
