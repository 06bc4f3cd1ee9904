package io.stage1kvm.aci.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;

/// The `aci` command.
public final class Main {
  static final int FAILURE = 1;
  static final int WRONG_USAGE = 2;

  private Main() {}

  public static void main(String[] args) throws Exception {
    PrintStream err = utf8(new FileOutputStream(FileDescriptor.err));
    Progress progress = Progress.start(err, args);
    PrintStream out = utf8(progress.endBefore(new FileOutputStream(FileDescriptor.out)));
    int code = run(new Terminal(out, err, System.getenv()), args);
    progress.end();
    err.flush();
    System.exit(code);
  }

  /// Names are UTF-8 whatever the locale says.
  private static PrintStream utf8(OutputStream out) {
    return new PrintStream(out, false, StandardCharsets.UTF_8);
  }

  static int run(Terminal terminal, String... args) throws Exception {
    Optional<Callable<Integer>> plain = PlainArguments.parse(terminal, args);
    int code =
        plain.isPresent() ? call(plain.get(), terminal) : OptionArguments.run(terminal, args);
    if (terminal.out().checkError() && code == 0) {
      terminal.fail("cannot write to standard output");
      return FAILURE;
    }
    return code;
  }

  private static int call(Callable<Integer> command, Terminal terminal) throws Exception {
    try {
      return command.call();
    } catch (IOException e) {
      terminal.fail(e.getMessage());
      return FAILURE;
    }
  }
}
