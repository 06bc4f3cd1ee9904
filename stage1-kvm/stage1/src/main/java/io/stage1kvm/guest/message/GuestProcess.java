package io.stage1kvm.guest.message;

import java.util.List;

/// A process that stage2 starts, with everything that is set before execve(2).
///
/// @param path the program, used as it is: nothing is searched
/// @param argv at least argv[0]
/// @param env `NAME=VALUE`
/// @param cwd absolute in the app's root
/// @param groups supplementary groups, at most 65536 (`NGROUPS_MAX`)
/// @param bounding mask of the capabilities that are kept in the bounding set
/// @param seccomp [SeccompProgram#NONE] for no filter
public record GuestProcess(
    String path,
    List<String> argv,
    List<String> env,
    String cwd,
    long uid,
    long gid,
    List<Long> groups,
    int umask,
    long bounding,
    boolean noNewPrivs,
    SeccompProgram seccomp,
    int oomScoreAdj,
    List<Rlimit> rlimits,
    GuestStdio stdio) {
  private static final int NGROUPS_MAX = 65536;

  /// Kernel 6.12 ends with CAP_CHECKPOINT_RESTORE, 40.
  private static final long ALL_CAPABILITIES = (1L << 41) - 1;

  public GuestProcess {
    Check.nonEmpty("path", path);
    argv = List.copyOf(argv);
    env = List.copyOf(env);
    groups = List.copyOf(groups);
    rlimits = List.copyOf(rlimits);
    if (argv.isEmpty()) {
      throw Check.broken("argv", "", "not be empty");
    }
    argv.forEach(argument -> Check.text("argv", argument));
    env.forEach(GuestProcess::checkVariable);
    Check.absolute("cwd", cwd);
    Check.range("uid", uid, 0, Check.MAX_ID);
    Check.range("gid", gid, 0, Check.MAX_ID);
    Check.range("number of groups", groups.size(), 0, NGROUPS_MAX);
    groups.forEach(group -> Check.range("group", group, 0, Check.MAX_ID));
    Check.range("umask", umask, 0, 0777);
    Check.range("bounding", bounding, 0, ALL_CAPABILITIES);
    Check.range("oom_score_adj", oomScoreAdj, -1000, 1000);
  }

  private static void checkVariable(String variable) {
    if (Check.text("env", variable).indexOf('=') < 1) {
      throw Check.broken("env", variable, "be NAME=VALUE");
    }
  }
}
