package io.stage1kvm.stage0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.stage0.flag.Flags;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MainTest {
  @TempDir private Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Session session(Map<String, String> environment, Optional<Path> dist) {
    return new Session(new PrintStream(out), new PrintStream(err), environment, directory, dist);
  }

  private int run(String... words) {
    return Main.run(session(Map.of(), Optional.empty()), List.of(words));
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void listsTheCommands() {
    assertThat(run("help")).isZero();
    assertThat(out())
        .contains("usage: stage1-kvm [FLAGS] COMMAND ...")
        .contains("  run      Run images as the apps of a pod\n")
        .contains("  --dir=DIR ");
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "list", "status", "stop", "enter", "logs", "rm", "gc", "check"})
  void helpsWithEachCommand(String command) {
    assertThat(run("help", command)).isZero();
    assertThat(out()).contains("usage: stage1-kvm " + command + " ");
    String help = out();
    out.reset();
    assertThat(run(command, "--help")).isZero();
    assertThat(out()).isEqualTo(help);
    out.reset();
    assertThat(run("--help", command)).isZero();
    assertThat(out()).isEqualTo(help);
    assertThat(err()).isEmpty();
  }

  @Test
  void helpsWithTheFlagsOfImages() {
    run("run", "--help");
    assertThat(out()).contains("Flags of an image, behind it:", "  --readonly-rootfs ");
  }

  @Test
  void refusesUnknownWords() {
    assertThat(run("frob")).isEqualTo(254);
    assertThat(err())
        .isEqualTo("stage1-kvm: unknown command 'frob'\nhint: see 'stage1-kvm help'\n");
    assertThat(run("--bogus", "list")).isEqualTo(254);
    assertThat(run()).isEqualTo(254);
    assertThat(run("list", "more")).isEqualTo(254);
  }

  @Test
  void tellsItsVersion() {
    assertThat(run("--version")).isZero();
    assertThat(out()).startsWith("stage1-kvm ");
  }

  @Test
  void namesThePodThatIsNotThere() {
    String dir = "--dir=" + directory;
    assertThat(run(dir, "status", "nonsense")).isEqualTo(254);
    assertThat(err()).isEqualTo("stage1-kvm: no matches found for \"nonsense\"\n");
    err.reset();
    assertThat(run(dir, "stop", "zz")).isEqualTo(254);
    assertThat(err())
        .isEqualTo(
            "stage1-kvm: no matches found for \"zz\"\nstage1-kvm: failed to stop 1 pod(s)\n");
    err.reset();
    assertThat(run(dir, "rm")).isEqualTo(254);
    assertThat(err())
        .startsWith("stage1-kvm: a pod must be named, by its UUID or with --uuid-file\n");
    err.reset();
    run(dir, "rm", "--uuid-file=none");
    assertThat(err())
        .isEqualTo(
            "stage1-kvm: cannot read the pod's UUID: "
                + directory
                + "/none: no such file or directory\n");
  }

  @Test
  void listsNothingInAnEmptyDirectory() {
    assertThat(run("--dir=" + directory, "list")).isZero();
    assertThat(out()).isEqualTo("UUID\tAPP\tIMAGE NAME\tSTATE\tCREATED\tSTARTED\tNETWORKS\n");
    out.reset();
    assertThat(run("list", "--dir", directory.toString(), "--format=json")).isZero();
    assertThat(out()).isEqualTo("[]\n");
    assertThat(run("--dir=" + directory, "gc")).isZero();
    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void findsTheStage1Image() throws Exception {
    Files.createFile(directory.resolve("stage1-kvm.aci"));
    Flags flag = new Flags(List.of(new Flags.Given("stage1-path", "a.aci")));
    Map<String, String> variable = Map.of("STAGE1_KVM_IMAGE", "/e.aci");

    Session all = session(variable, Optional.of(directory));
    assertThat(all.stage1Image(flag)).isEqualTo(directory.resolve("a.aci"));
    assertThat(all.stage1Image(Flags.none())).isEqualTo(Path.of("/e.aci"));
    assertThat(session(Map.of(), Optional.of(directory)).stage1Image(Flags.none()))
        .isEqualTo(directory.resolve("stage1-kvm.aci"));
    assertThatThrownBy(
            () -> session(Map.of(), Optional.of(Path.of("/no"))).stage1Image(Flags.none()))
        .hasMessage(
            "cannot find the stage1 image: /no/stage1-kvm.aci: no such file or directory\n"
                + "hint: name one with --stage1-path or in STAGE1_KVM_IMAGE");
  }

  @Test
  void checksThisHostWithoutLeavingATrace() throws Exception {
    String dir = "--dir=" + directory.resolve("data");
    int status = run(dir, "check", "--format=json");

    assertThat(out())
        .startsWith(
            "{\"able\":" + (status == 0) + ",\"points\":[{\"point\":\"root\",\"level\":\"ok\"")
        .contains("\"point\":\"/dev/kvm\"", "\"point\":\"qemu\"")
        .contains("cannot find the stage1 image");
    assertThat(status).isEqualTo(1);
    assertThat(directory).isEmptyDirectory();
    out.reset();
    assertThat(run(dir, "check")).isEqualTo(1);
    assertThat(out()).endsWith("pods cannot run\n");
    assertThat(err()).isEmpty();
  }
}
