package io.stage1kvm.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What surrounds the packaged `aci`: manual pages, completion, progress.
final class AciCommandTest {
  /// Long enough for the first line of progress, which comes after a second.
  private static final int SIZE = 48 << 20;

  @TempDir private Path dir;

  private static Path share() {
    return Dist.stage1().resolveSibling("share");
  }

  private static List<String> commands() {
    String help = Dist.aci("--help").run().expect(0).out();
    Matcher names =
        Pattern.compile("(?m)^  ([a-z-]+)  ").matcher(help.substring(help.indexOf("Commands:")));
    return names.results().map(name -> name.group(1)).toList();
  }

  @Test
  void hasAManualPageForEachCommand() throws IOException {
    assertThat(commands()).contains("build", "validate", "render", "convert", "fetch", "verify");
    for (String command : commands()) {
      Path page = share().resolve("man/man1/aci-" + command + ".1");
      assertThat(page).content().startsWith(".TH \"ACI").contains(".SH SYNOPSIS\naci ");
    }
    assertThat(share().resolve("man/man1/aci.1")).exists();
  }

  @Test
  void completesCommandsAndOptions() {
    String script =
        """
        . "$1"
        COMP_WORDS=(aci val); COMP_CWORD=1; COMPREPLY=()
        _complete_aci
        echo "${COMPREPLY[@]}"
        COMP_WORDS=(aci validate --max-r); COMP_CWORD=2; COMPREPLY=()
        _complete_aci
        echo "${COMPREPLY[@]}"
        """;
    Path completion = share().resolve("completions/aci.bash");
    Outcome outcome = Command.of("bash", "-c", script, "bash", completion.toString()).run();
    assertThat(outcome.expect(0).out()).isEqualTo("validate\n--max-ratio\n");
    assertThat(share().resolve("completions/_aci")).content().startsWith("#compdef aci\n");
  }

  private Command build(String... more) throws IOException {
    Path rootfs = Files.createDirectories(dir.resolve("rootfs"));
    byte[] noise = new byte[SIZE];
    new Random(1).nextBytes(noise);
    Files.write(rootfs.resolve("noise"), noise);
    return Dist.aci("build", "--overwrite", "--compression=xz", "--name=example.com/noise")
        .with(more)
        .with(rootfs.toString(), dir.resolve("noise.aci").toString());
  }

  /// On a terminal, which script(1) makes.
  private static Outcome onATerminal(Command command) {
    return Command.of(Tools.require("script", "bsdutils"), "-qec", command.quoted(), "/dev/null")
        .run()
        .expect(0);
  }

  @Test
  void tellsProgressOnATerminalOnly() throws IOException {
    assertThat(onATerminal(build()).out())
        .containsPattern("\r\033\\[Kread [0-9]+\\.[0-9] MB, written [0-9]+\\.[0-9] MB, [0-9]+ s")
        .containsPattern("\r\033\\[Ksha512-[0-9a-f]{128}\\s+$");
    assertThat(onATerminal(build("--quiet")).out()).matches("sha512-[0-9a-f]{128}\\s+");
    Outcome plain = build().run().expect(0);
    assertThat(plain.out()).matches("sha512-[0-9a-f]{128}\n");
    assertThat(plain.err()).isEmpty();
  }
}
