package io.stage1kvm.stage1;

import io.stage1kvm.sys.Sys;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The entrypoints of the stage1 image. The launcher names the entrypoint in the first argument and
/// passes on what stage0 gave it.
public final class Main {
  private Main() {}

  /// Runs an entrypoint and exits with its status.
  public static void main(String[] arguments) {
    Sys.preload();
    Map<String, String> environment = System.getenv();
    Timeline timeline =
        new Timeline(Optional.ofNullable(environment.get(Timeline.LAUNCHER_VARIABLE)));
    timeline.mark("JVM main");
    List<String> all = List.of(arguments);
    Ending.run(
        () -> run(all.getFirst(), all.subList(1, all.size()), environment, timeline),
        all.contains("--debug"));
  }

  private static int run(
      String entrypoint, List<String> arguments, Map<String, String> environment, Timeline timeline)
      throws Stage1Exception, InterruptedException {
    return switch (entrypoint) {
      case "run" -> Run.main(arguments, environment, timeline);
      case "enter" -> Enter.main(arguments, environment);
      case "stop" -> Stop.main(arguments);
      case "gc" -> Gc.main(arguments);
      default ->
          throw Stage1Exception.usage(
              "entrypoint '" + entrypoint + "' must be run, enter, stop or gc");
    };
  }
}
