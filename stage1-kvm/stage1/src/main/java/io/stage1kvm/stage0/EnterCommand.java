package io.stage1kvm.stage0;

import io.stage1kvm.stage0.flag.Flag;
import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.FlagReader;
import io.stage1kvm.stage0.flag.FlagSet;
import io.stage1kvm.stage0.flag.Flags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// `enter`: becomes stage1's enter, which runs a command in an app.
record EnterCommand() implements Command {
  private static final String SHELL = "/bin/bash";
  private static final long PERIOD_MILLIS = 100;

  @Override
  public String name() {
    return "enter";
  }

  @Override
  public String synopsis() {
    return "[--app=NAME] UUID [COMMAND [ARGUMENTS]]";
  }

  @Override
  public String summary() {
    return "Run a command in an app of a running pod";
  }

  @Override
  public boolean needsRoot() {
    return true;
  }

  @Override
  public FlagSet flags() {
    return FlagSet.of(Flag.value("app", "NAME", "the app, if the pod has several"));
  }

  /// The command's flags are its own.
  @Override
  public FlagReader.Parsed parse(List<String> words) throws FlagException {
    return FlagReader.leading(words, flags().and(GlobalFlags.SET));
  }

  @Override
  public int execute(FlagReader.Parsed line, Session session)
      throws FlagException, Stage0Exception, InterruptedException {
    Flags flags = line.flags();
    if (line.words().isEmpty()) {
      throw new FlagException("a pod must be named, by its UUID");
    }
    DataDirectory data = GlobalFlags.dataDirectory(flags);
    Pods pods = new Pods(data);
    Pod pod = pods.find(line.words().getFirst());
    if (!pod.isRunning()) {
      throw Stage0Exception.of("pod \"" + pod.uuid() + "\" isn't currently running");
    }
    List<String> command = command(line.words(), session);
    String app = AppChoice.of(PodFacts.read(pod), flags.last("app"), "enter");
    enter(data, pod, List.of("--pid=" + pid(pods, pod), "--appname=" + app, "--"), command);
    return Stage0Exception.STATUS;
  }

  private static List<String> command(List<String> words, Session session) {
    List<String> command = new ArrayList<>(words.subList(1, words.size()));
    if (!command.isEmpty() && command.getFirst().equals("--")) {
      command.removeFirst();
    }
    if (command.isEmpty()) {
      session.err().println("no command specified, assuming \"" + SHELL + "\"");
      command.add(SHELL);
    }
    return command;
  }

  /// A pod that has just begun names its process a little later.
  private static String pid(Pods pods, Pod pod) throws Stage0Exception, InterruptedException {
    while (true) {
      Optional<String> pid = PodFacts.read(pod).pid();
      if (pid.isPresent()) {
        return pid.get();
      }
      if (!pods.exactly(pod.uuid()).map(Pod::isRunning).orElse(false)) {
        throw Stage0Exception.cannot("enter pod '" + pod.uuid() + "'", "it is not running anymore");
      }
      Thread.sleep(PERIOD_MILLIS);
    }
  }

  /// stage1's own tree, not the pod's, which the apps' supervisor may have changed.
  private static void enter(DataDirectory data, Pod pod, List<String> front, List<String> command)
      throws Stage0Exception {
    try {
      String treeId = Files.readString(pod.directory().stage1TreeId());
      Path rootfs = data.tree(treeId).resolve("rootfs");
      Path program = Stage1Image.of(pod).program(Stage1Image.Entrypoint.ENTER, rootfs);
      List<String> words = new ArrayList<>(front);
      words.addAll(command);
      new Handover(program, words, pod.path(), Map.of(), Optional.empty()).execute();
    } catch (IOException e) {
      throw Stage0Exception.cannot("enter pod '" + pod.uuid() + "'", e);
    }
  }
}
