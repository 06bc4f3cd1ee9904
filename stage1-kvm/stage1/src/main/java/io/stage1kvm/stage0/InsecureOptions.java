package io.stage1kvm.stage0;

import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.Flags;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// rkt's `--insecure-options`: the restrictions of a pod that are lifted. Those about fetching have
/// no meaning for files that are already there, and are taken without effect.
///
/// @param capabilities apps keep all capabilities
/// @param paths nothing below /proc and /sys is hidden
/// @param seccomp no system call filter
record InsecureOptions(boolean capabilities, boolean paths, boolean seccomp) {
  static final String NAMES = "capabilities, paths, seccomp, all-run, all";
  private static final Set<String> FETCHING =
      Set.of("none", "image", "tls", "ondisk", "http", "pubkey", "all-fetch");

  static InsecureOptions of(Flags flags) throws FlagException {
    boolean capabilities = false;
    boolean paths = false;
    boolean seccomp = false;
    for (String item : flags.items("insecure-options")) {
      boolean all = item.equals("all") || item.equals("all-run");
      boolean one = Set.of("capabilities", "paths", "seccomp").contains(item);
      if (!all && !one && !FETCHING.contains(item)) {
        throw FlagException.invalid("insecure-options", item, "be one of none, " + NAMES);
      }
      capabilities |= all || item.equals("capabilities");
      paths |= all || item.equals("paths");
      seccomp |= all || item.equals("seccomp");
    }
    return new InsecureOptions(capabilities, paths, seccomp);
  }

  /// The flags that stage1 takes for them.
  List<String> stage1Flags() {
    List<String> flags = new ArrayList<>();
    if (capabilities) {
      flags.add("--disable-capabilities-restriction");
    }
    if (paths) {
      flags.add("--disable-paths");
    }
    if (seccomp) {
      flags.add("--disable-seccomp");
    }
    return flags;
  }
}
