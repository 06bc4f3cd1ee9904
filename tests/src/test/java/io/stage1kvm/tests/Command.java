package io.stage1kvm.tests;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A command to run: always with a limit on its time, always with all it writes kept.
final class Command {
  private final List<String> words;
  private final Map<String, String> environment = new HashMap<>();
  private Duration limit = Duration.ofSeconds(120);
  private Path directory;
  private byte[] input = new byte[0];

  Command(List<String> words) {
    this.words = List.copyOf(words);
  }

  static Command of(String... words) {
    return new Command(List.of(words));
  }

  Command with(String... more) {
    List<String> all = new ArrayList<>(words);
    all.addAll(List.of(more));
    return copy(all);
  }

  /// The same command behind others' words: `env`, `script`.
  Command behind(String... front) {
    List<String> all = new ArrayList<>(List.of(front));
    all.addAll(words);
    return copy(all);
  }

  private Command copy(List<String> all) {
    Command command = new Command(all);
    command.environment.putAll(environment);
    command.limit = limit;
    command.directory = directory;
    command.input = input;
    return command;
  }

  Command env(String name, String value) {
    environment.put(name, value);
    return this;
  }

  Command within(Duration time) {
    limit = time;
    return this;
  }

  Command in(Path workingDirectory) {
    directory = workingDirectory;
    return this;
  }

  Command input(byte[] bytes) {
    input = bytes.clone();
    return this;
  }

  /// The command as a line for a shell.
  String quoted() {
    return String.join(" ", words.stream().map(Command::quote).toList());
  }

  private static String quote(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  /// Starts it; what it writes is the caller's to read.
  Process launch() {
    try {
      ProcessBuilder builder = new ProcessBuilder(words);
      // The gate builds reproducibly; a command under test shall see no more than it is given.
      builder.environment().remove("SOURCE_DATE_EPOCH");
      builder.environment().putAll(environment);
      if (directory != null) {
        builder.directory(directory.toFile());
      }
      return builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Starts it and leaves it running.
  Running start() {
    return new Running(words, launch(), Times.limit(limit));
  }

  /// Runs it to its end.
  Outcome run() {
    Running running = start();
    running.write(input);
    running.closeInput();
    return running.await();
  }
}
