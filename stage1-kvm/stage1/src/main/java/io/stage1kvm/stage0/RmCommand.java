package io.stage1kvm.stage0;

import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.FlagReader;
import io.stage1kvm.stage0.flag.FlagSet;

/// `rm`: deletes pods that do not run.
record RmCommand() implements Command {
  @Override
  public String name() {
    return "rm";
  }

  @Override
  public String synopsis() {
    return "UUID...|--uuid-file=FILE";
  }

  @Override
  public String summary() {
    return "Delete pods that have exited";
  }

  @Override
  public boolean needsRoot() {
    return true;
  }

  @Override
  public FlagSet flags() {
    return FlagSet.of(PodNames.FILE);
  }

  @Override
  public int execute(FlagReader.Parsed line, Session session)
      throws FlagException, Stage0Exception, InterruptedException {
    DataDirectory data = GlobalFlags.dataDirectory(line.flags());
    PodRemoval removal = new PodRemoval(data, session, line.flags());
    boolean failed = false;
    for (String name : PodNames.of(line, session)) {
      try {
        Pod pod = new Pods(data).find(name);
        refuseLocked(pod);
        removal.delete(removal.mark(pod));
        session.out().println("\"" + pod.uuid() + "\"");
      } catch (Stage0Exception e) {
        failed = true;
        Main.print(session, e);
      }
    }
    if (failed) {
      throw Stage0Exception.of("failed to remove one or more pods");
    }
    return 0;
  }

  private static void refuseLocked(Pod pod) throws Stage0Exception {
    if (pod.isRunning()) {
      throw Stage0Exception.of("pod \"" + pod.uuid() + "\" is currently running");
    }
    if (pod.locked()) {
      throw Stage0Exception.of("pod \"" + pod.uuid() + "\" is in state " + pod.state());
    }
  }
}
