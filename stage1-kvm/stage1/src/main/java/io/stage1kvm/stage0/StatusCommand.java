package io.stage1kvm.stage0;

import io.stage1kvm.stage0.flag.Flag;
import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.FlagReader;
import io.stage1kvm.stage0.flag.FlagSet;
import io.stage1kvm.stage0.flag.Flags;
import io.stage1kvm.stage0.flag.GoDuration;
import java.time.Duration;
import java.time.ZoneId;
import java.util.Optional;
import java.util.Set;

/// `status`: the state of a pod, now or when it has changed.
record StatusCommand() implements Command {
  private static final Duration FOREVER = Duration.ofDays(100 * 365);

  @Override
  public String name() {
    return "status";
  }

  @Override
  public String synopsis() {
    return "[--wait[=TIMEOUT]] [--wait-ready[=TIMEOUT]] [--format=json] UUID|--uuid-file=FILE";
  }

  @Override
  public String summary() {
    return "Show the state of a pod, its pid and the exit statuses of its apps";
  }

  @Override
  public FlagSet flags() {
    return FlagSet.of(
        Flag.optional("wait", "true", "wait until the pod has exited; a duration limits it"),
        Flag.optional("wait-ready", "true", "wait until its apps are started"),
        OutputFormat.FLAG,
        PodNames.FILE);
  }

  @Override
  public int execute(FlagReader.Parsed line, Session session)
      throws FlagException, Stage0Exception, InterruptedException {
    Optional<String> format = OutputFormat.of(line.flags());
    Duration exit = patience(line.flags(), "wait");
    Duration ready = patience(line.flags(), "wait-ready");
    Pods pods = new Pods(GlobalFlags.dataDirectory(line.flags()));
    PodWait wait = new PodWait(pods, pods.find(PodNames.single(line, session)).uuid());
    if (!ready.isZero()) {
      wait.untilReady(ready);
    }
    if (!exit.isZero()) {
      wait.untilExited(exit);
    }
    PodFacts facts = PodFacts.read(wait.pod());
    session
        .out()
        .print(
            format.isPresent()
                ? StatusJson.text(StatusJson.of(facts), format.get())
                : new StatusReport(ZoneId.systemDefault()).text(facts));
    return 0;
  }

  /// True waits for ever, and so does less than nothing; false and zero do not wait.
  private static Duration patience(Flags flags, String name) throws FlagException {
    String value = flags.last(name).orElse("false");
    if (Set.of("true", "false").contains(value)) {
      return value.equals("true") ? FOREVER : Duration.ZERO;
    }
    Duration duration = GoDuration.parse(name, value);
    return duration.isNegative() ? FOREVER : duration;
  }
}
