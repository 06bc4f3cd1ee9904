package io.stage1kvm.stage0;

import io.stage1kvm.stage0.flag.Flag;
import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.FlagReader;
import io.stage1kvm.stage0.flag.FlagSet;
import io.stage1kvm.stage0.flag.GoDuration;
import java.time.Duration;

/// `gc`: deletes what nobody needs any more.
record GcCommand() implements Command {
  private static final String GRACE = "30m";

  @Override
  public String name() {
    return "gc";
  }

  @Override
  public String synopsis() {
    return "[--grace-period=DURATION] [--mark-only]";
  }

  @Override
  public String summary() {
    return "Delete exited pods and unused images";
  }

  @Override
  public boolean needsRoot() {
    return true;
  }

  @Override
  public FlagSet flags() {
    return FlagSet.of(
        Flag.value("grace-period", "DURATION", "how long to keep them (default " + GRACE + ")"),
        Flag.toggle("mark-only", "only mark what is to be deleted later"));
  }

  @Override
  public int execute(FlagReader.Parsed line, Session session)
      throws FlagException, Stage0Exception, InterruptedException {
    if (!line.words().isEmpty()) {
      throw new FlagException("unexpected argument '" + line.words().getFirst() + "'");
    }
    DataDirectory data = GlobalFlags.dataDirectory(line.flags());
    Duration grace =
        GoDuration.parse("grace-period", line.flags().last("grace-period").orElse(GRACE));
    GarbageCollection collection =
        new GarbageCollection(data, session, new PodRemoval(data, session, line.flags()), grace);
    collection.mark();
    return line.flags().is("mark-only") || collection.sweep() ? 0 : Stage0Exception.STATUS;
  }
}
