package io.stage1kvm.tests;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The command line of `stage1-kvm run`.
final class PodLine {
  private final PodHost host;
  private final Path uuidFile;
  private final List<String> flags = new ArrayList<>();
  private final List<String> apps = new ArrayList<>();
  private final Map<String, String> environment = new HashMap<>();
  private Duration limit = Duration.ofSeconds(90);

  PodLine(PodHost host, Path uuidFile) {
    this.host = host;
    this.uuidFile = uuidFile;
  }

  /// Flags of the pod.
  PodLine flags(String... more) {
    flags.addAll(List.of(more));
    return this;
  }

  PodLine env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  PodLine within(Duration time) {
    limit = time;
    return this;
  }

  /// An app that is a shell script.
  ///
  /// @param more flags of the app
  PodLine script(String name, String script, String... more) {
    List<String> words = new ArrayList<>(List.of("--name=" + name));
    words.addAll(List.of(more));
    words.addAll(List.of("--", "-c", script));
    return image(host.images().shell(), words.toArray(String[]::new));
  }

  /// An app of an image.
  ///
  /// @param words its flags, and its arguments behind `--`
  PodLine image(Path image, String... words) {
    if (!apps.isEmpty()) {
      apps.add("---");
    }
    apps.add(image.toString());
    apps.addAll(List.of(words));
    return this;
  }

  Command command() {
    Command command =
        host.command("run", "--net=none", "--uuid-file-save=" + uuidFile)
            .with(flags.toArray(String[]::new))
            .with(apps.toArray(String[]::new))
            .within(limit);
    environment.forEach(command::env);
    return command;
  }

  /// Starts the pod.
  Pod start() {
    return start(command());
  }

  /// Starts it by a command that was made of [#command()].
  Pod start(Command command) {
    Running running = command.start();
    host.watch(running.process());
    return new Pod(host, running, uuidFile);
  }

  /// Starts it with its standard output left to the caller.
  Process launch() {
    Process process = command().launch();
    host.watch(process);
    return process;
  }

  /// Runs the pod to its end.
  Outcome run() {
    return start().await();
  }

  Path uuidFile() {
    return uuidFile;
  }
}
