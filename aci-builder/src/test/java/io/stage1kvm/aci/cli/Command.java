package io.stage1kvm.aci.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The `aci` command, run in this process.
final class Command {
  final Map<String, String> environment = new HashMap<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  int run(Object... args) throws Exception {
    out.reset();
    err.reset();
    Terminal terminal =
        new Terminal(
            new PrintStream(out, true, UTF_8), new PrintStream(err, true, UTF_8), environment);
    return Main.run(terminal, List.of(args).stream().map(Object::toString).toArray(String[]::new));
  }

  /// Runs what must succeed.
  String output(Object... args) throws Exception {
    int code = run(args);
    assertThat(code).as(err.toString(UTF_8)).isZero();
    return out();
  }

  void fails(int code, String error, Object... args) throws Exception {
    assertThat(run(args)).as(out() + err()).isEqualTo(code);
    assertThat(err()).isEqualTo(error + "\n");
  }

  String out() {
    return out.toString(UTF_8);
  }

  String err() {
    return err.toString(UTF_8);
  }
}
