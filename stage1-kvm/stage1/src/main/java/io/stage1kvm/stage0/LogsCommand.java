package io.stage1kvm.stage0;

import io.stage1kvm.stage0.flag.Flag;
import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.FlagReader;
import io.stage1kvm.stage0.flag.FlagSet;
import io.stage1kvm.stage0.flag.Flags;
import io.stage1kvm.stage0.flag.GoDuration;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// `logs`: what the apps of a pod wrote.
record LogsCommand() implements Command {
  private static final long PERIOD_MILLIS = 200;

  @Override
  public String name() {
    return "logs";
  }

  @Override
  public String synopsis() {
    return "[--app=NAME] [--follow] [--since=DURATION] [--timestamps] UUID|--uuid-file=FILE";
  }

  @Override
  public String summary() {
    return "Show what the apps of a pod wrote";
  }

  @Override
  public FlagSet flags() {
    return FlagSet.of(
        Flag.value("app", "NAME", "only this app"),
        Flag.toggle("follow", "go on until the pod has exited"),
        Flag.value("since", "DURATION", "only what was written since then"),
        Flag.toggle("timestamps", "show when each line was written"),
        PodNames.FILE);
  }

  @Override
  public int execute(FlagReader.Parsed line, Session session)
      throws FlagException, Stage0Exception, InterruptedException {
    Flags flags = line.flags();
    Optional<String> duration = flags.last("since");
    Instant since =
        duration.isPresent()
            ? Instant.now().minus(GoDuration.parse("since", duration.get()))
            : Instant.EPOCH;
    Pods pods = new Pods(GlobalFlags.dataDirectory(flags));
    Pod pod = pods.find(PodNames.single(line, session));
    PodFacts facts = PodFacts.read(pod);
    Optional<String> app = flags.last("app");
    List<String> apps =
        app.isPresent()
            ? List.of(AppChoice.of(facts, app, name()))
            : facts.apps().stream().map(AppFacts::name).toList();
    try (LogPrinter printer = new LogPrinter(session, since, flags.is("timestamps"))) {
      for (String each : apps) {
        printer.add(each, LogFile.open(pod.directory().log(each)));
      }
      print(printer, flags.is("follow"), pods, pod.uuid());
      return 0;
    } catch (IOException e) {
      throw Stage0Exception.cannot("read the logs of pod '" + pod.uuid() + "'", e);
    }
  }

  /// What a pod wrote last is there before its lock is given up.
  private static void print(LogPrinter printer, boolean follow, Pods pods, String uuid)
      throws IOException, Stage0Exception, InterruptedException {
    boolean running = follow && isRunning(pods, uuid);
    printer.print();
    while (running && !printer.isClosed()) {
      Thread.sleep(PERIOD_MILLIS);
      running = isRunning(pods, uuid);
      printer.print();
    }
  }

  private static boolean isRunning(Pods pods, String uuid) throws Stage0Exception {
    return pods.exactly(uuid).map(Pod::isRunning).orElse(false);
  }
}
