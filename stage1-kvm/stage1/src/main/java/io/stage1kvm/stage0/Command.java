package io.stage1kvm.stage0;

import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.FlagReader;
import io.stage1kvm.stage0.flag.FlagSet;
import io.stage1kvm.stage0.flag.Flags;
import io.stage1kvm.sys.Sys;
import java.util.List;

/// A command: takes its words apart, calls what does the work, and tells the exit status.
interface Command {
  String name();

  /// What stands behind the name.
  String synopsis();

  /// One line.
  String summary();

  /// Its own flags, beside those of every command.
  FlagSet flags();

  /// Whether only root can do it.
  default boolean needsRoot() {
    return false;
  }

  /// What its help says below the flags.
  default String moreHelp() {
    return "";
  }

  /// Takes the words behind the name apart: flags may be anywhere between them.
  default FlagReader.Parsed parse(List<String> words) throws FlagException {
    return FlagReader.everywhere(words, flags().and(GlobalFlags.SET));
  }

  /// Does it.
  int execute(FlagReader.Parsed line, Session session)
      throws FlagException, Stage0Exception, InterruptedException;

  /// Does it, or shows the help.
  ///
  /// @param given the flags in front of the command's name
  /// @param words what stands behind the name
  default int run(Flags given, List<String> words, Session session)
      throws FlagException, Stage0Exception, InterruptedException {
    FlagReader.Parsed parsed = parse(words);
    Flags flags = given.then(parsed.flags());
    if (flags.is("help")) {
      session.out().print(Help.of(this));
      return 0;
    }
    if (needsRoot() && Sys.processes().geteuid() != 0) {
      throw Stage0Exception.of("cannot run as unprivileged user", "try sudo");
    }
    return execute(new FlagReader.Parsed(flags, parsed.words()), session);
  }
}
