package io.stage1kvm.tests;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

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

  /// Starts it and leaves it running.
  Running start() {
    try {
      ProcessBuilder builder = new ProcessBuilder(words);
      builder.environment().putAll(environment);
      if (directory != null) {
        builder.directory(directory.toFile());
      }
      return new Running(words, builder.start(), limit);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Runs it to its end.
  Outcome run() {
    Running running = start();
    running.write(input);
    running.closeInput();
    return running.await();
  }

  /// A command that runs. What it writes is collected as it comes.
  static final class Running implements AutoCloseable {
    private final List<String> words;
    private final Process process;
    private final Duration limit;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Thread outReader;
    private final Thread errReader;

    Running(List<String> words, Process process, Duration limit) {
      this.words = words;
      this.process = process;
      this.limit = limit;
      this.outReader = Thread.startVirtualThread(() -> collect(process.getInputStream(), out));
      this.errReader = Thread.startVirtualThread(() -> collect(process.getErrorStream(), err));
    }

    private static void collect(InputStream in, ByteArrayOutputStream into) {
      byte[] buffer = new byte[65536];
      try (in) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          synchronized (into) {
            into.write(buffer, 0, n);
          }
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Process process() {
      return process;
    }

    void write(byte[] bytes) {
      try {
        OutputStream in = process.getOutputStream();
        in.write(bytes);
        in.flush();
      } catch (IOException e) {
        // the command has ended without reading all of it: its status tells
        return;
      }
    }

    void closeInput() {
      try {
        process.getOutputStream().close();
      } catch (IOException e) {
        return; // it has ended already
      }
    }

    /// What it has written to its standard output so far.
    String outSoFar() {
      synchronized (out) {
        return out.toString(java.nio.charset.StandardCharsets.UTF_8);
      }
    }

    String errSoFar() {
      synchronized (err) {
        return err.toString(java.nio.charset.StandardCharsets.UTF_8);
      }
    }

    /// Waits until the output holds a text.
    Running awaitOut(String text) {
      long end = System.nanoTime() + limit.toNanos();
      while (!outSoFar().contains(text)) {
        if (System.nanoTime() > end || (!process.isAlive() && !outReader.isAlive())) {
          if (outSoFar().contains(text)) {
            break;
          }
          throw new AssertionError(
              "no '%s' in the output of %s%n--- stdout%n%s--- stderr%n%s"
                  .formatted(text, words, outSoFar(), errSoFar()));
        }
        pause(20);
      }
      return this;
    }

    Outcome await() {
      try {
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          process.descendants().forEach(ProcessHandle::destroyForcibly);
          process.destroyForcibly();
          throw new AssertionError(
              "still runs after %s: %s%n--- stdout%n%s--- stderr%n%s"
                  .formatted(limit, words, outSoFar(), errSoFar()));
        }
        outReader.join(10_000);
        errReader.join(10_000);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      synchronized (out) {
        synchronized (err) {
          return new Outcome(words, process.exitValue(), out.toByteArray(), err.toByteArray());
        }
      }
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
