package io.stage1kvm.tests;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// What a command has left: its exit status and what it has written.
record Outcome(List<String> command, int status, byte[] outBytes, byte[] errBytes) {
  String out() {
    return new String(outBytes, StandardCharsets.UTF_8);
  }

  String err() {
    return new String(errBytes, StandardCharsets.UTF_8);
  }

  /// What an app of a pod has written to its standard output, without the prefixes.
  List<String> lines(String app) {
    return OutputLine.of(out()).stream()
        .filter(line -> line.app().equals(app))
        .map(OutputLine::text)
        .toList();
  }

  /// Fails with everything that was written unless the command ended with `expected`.
  Outcome expect(int expected) {
    if (status != expected) {
      throw new AssertionError(
          "status %d instead of %d: %s%n--- stdout%n%s--- stderr%n%s"
              .formatted(status, expected, String.join(" ", command), out(), err()));
    }
    return this;
  }
}
