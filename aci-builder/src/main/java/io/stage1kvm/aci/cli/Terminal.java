package io.stage1kvm.aci.cli;

import java.io.PrintStream;
import java.util.Map;

/// Where a command runs.
///
/// @param out results, for other programs
/// @param err everything else
/// @param environment variables of the process
record Terminal(PrintStream out, PrintStream err, Map<String, String> environment) {
  void warn(String text) {
    err.println("aci: warning: " + text);
  }

  void fail(String text) {
    err.println("aci: " + text);
  }
}
