package io.stage1kvm.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A pod that was started.
///
/// @param running its `run` command
record Pod(PodHost host, Running running, Path uuidFile) {
  /// Waits until an app has written a text.
  Pod awaitOut(String text) {
    running.awaitOut(text);
    return this;
  }

  /// Waits until the pod is known by its name, which is before its machine starts.
  Pod awaitPrepared() {
    while (!Files.exists(uuidFile) && running.process().isAlive()) {
      Running.pause(10);
    }
    return this;
  }

  /// Waits until all apps have been started.
  Pod awaitReady() {
    awaitPrepared().status("--wait-ready=" + (long) Times.limit(60) + "s");
    return this;
  }

  String uuid() {
    try {
      return Files.readString(uuidFile).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Outcome await() {
    return running.await();
  }

  /// A command in an app.
  Command enter(String app, String... words) {
    return host.command("enter", "--app=" + app, uuid()).with(words);
  }

  Outcome stop(String... flags) {
    List<String> words = new ArrayList<>(List.of("stop"));
    words.addAll(List.of(flags));
    words.add(uuid());
    return host.command(words.toArray(String[]::new)).run();
  }

  /// What `status` says.
  Map<String, String> status(String... flags) {
    return statusOf(host, uuidFile, flags);
  }

  static Map<String, String> statusOf(PodHost host, Path uuidFile, String... flags) {
    Map<String, String> status = new HashMap<>();
    host.command("status", "--uuid-file=" + uuidFile)
        .with(flags)
        .run()
        .expect(0)
        .out()
        .lines()
        .map(line -> line.split("=", 2))
        .forEach(pair -> status.put(pair[0], pair[1]));
    return status;
  }
}
