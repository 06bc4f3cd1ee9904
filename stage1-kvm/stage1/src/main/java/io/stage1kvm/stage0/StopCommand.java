package io.stage1kvm.stage0;

import io.stage1kvm.stage0.flag.Flag;
import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.FlagReader;
import io.stage1kvm.stage0.flag.FlagSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// `stop`: asks stage1 to end pods.
record StopCommand() implements Command {
  @Override
  public String name() {
    return "stop";
  }

  @Override
  public String synopsis() {
    return "[--force] UUID...|--uuid-file=FILE";
  }

  @Override
  public String summary() {
    return "Stop pods";
  }

  @Override
  public boolean needsRoot() {
    return true;
  }

  @Override
  public FlagSet flags() {
    return FlagSet.of(Flag.toggle("force", "stop at once, without asking the apps"), PodNames.FILE);
  }

  @Override
  public int execute(FlagReader.Parsed line, Session session)
      throws FlagException, Stage0Exception, InterruptedException {
    Pods pods = new Pods(GlobalFlags.dataDirectory(line.flags()));
    int failures = 0;
    for (String name : PodNames.of(line, session)) {
      try {
        stop(pods.find(name), line.flags().is("force"), session);
      } catch (Stage0Exception e) {
        failures++;
        Main.print(session, e);
      }
    }
    if (failures > 0) {
      throw Stage0Exception.of("failed to stop " + failures + " pod(s)");
    }
    return 0;
  }

  private static void stop(Pod pod, boolean force, Session session)
      throws Stage0Exception, InterruptedException {
    if (pod.isExited()) {
      session.out().println("pod \"" + pod.uuid() + "\" is already stopped");
      return;
    }
    if (!pod.isRunning()) {
      throw Stage0Exception.of("pod \"" + pod.uuid() + "\" is not running");
    }
    Path rootfs = pod.directory().stage1Rootfs();
    List<String> words = new ArrayList<>();
    words.add(Stage1Image.of(pod).program(Stage1Image.Entrypoint.STOP, rootfs).toString());
    if (force) {
      words.add("--force");
    }
    words.add(pod.uuid());
    int status = call(pod, words);
    if (status != 0) {
      throw Stage0Exception.of("error stopping \"" + pod.uuid() + "\": exit status " + status);
    }
    session.out().println("\"" + pod.uuid() + "\"");
  }

  private static int call(Pod pod, List<String> words)
      throws Stage0Exception, InterruptedException {
    try {
      return new ProcessBuilder(words)
          .directory(pod.path().toFile())
          .inheritIO()
          .redirectInput(Path.of("/dev/null").toFile())
          .start()
          .waitFor();
    } catch (IOException e) {
      throw Stage0Exception.cannot("stop pod '" + pod.uuid() + "'", e);
    }
  }
}
