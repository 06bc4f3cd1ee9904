package io.stage1kvm.stage0;

import static java.nio.file.StandardOpenOption.APPEND;
import static java.nio.file.StandardOpenOption.CREATE;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LogsTest {
  @TempDir private Path directory;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private Path log(String app) {
    return directory.resolve(app);
  }

  private void write(Path file, String... lines) throws IOException {
    for (String line : lines) {
      Files.writeString(file, "2026-01-01T00:00:" + line, CREATE, APPEND);
    }
  }

  private LogPrinter printer(Instant since, boolean timestamps, String... apps) throws IOException {
    Session session =
        new Session(
            new PrintStream(out), new PrintStream(err), Map.of(), directory, Optional.empty());
    LogPrinter printer = new LogPrinter(session, since, timestamps);
    for (String app : apps) {
      printer.add(app, LogFile.open(log(app)));
    }
    return printer;
  }

  private String text(ByteArrayOutputStream stream) {
    String text = stream.toString(StandardCharsets.UTF_8);
    stream.reset();
    return text;
  }

  @Test
  void partsTheStreamsAndJoinsPartialLines() throws IOException {
    write(log("a"), "01Z stdout F one\n", "02Z stderr F oops\n", "03Z stdout P tw\n");
    write(log("a"), "03.5Z stdout F o\r\n", "04Z stdout F \n", "05Z stdout F\n");

    try (LogPrinter printer = printer(Instant.EPOCH, false, "a")) {
      printer.print();
    }

    assertThat(text(out)).isEqualTo("one\ntwo\r\n\n\n");
    assertThat(text(err)).isEqualTo("oops\n");
  }

  @Test
  void ordersTheLinesOfSeveralAppsByTime() throws IOException {
    write(log("a"), "01Z stdout F one\n", "03Z stdout P thr\n", "05Z stdout F five\n");
    write(log("b"), "02.000000001Z stdout F two\n", "04Z stdout F four\n");

    try (LogPrinter printer = printer(Instant.EPOCH, false, "a", "b")) {
      printer.print();
    }

    assertThat(text(out)).isEqualTo("a: one\nb: two\na: thr\nb: four\na: five\n");
  }

  @Test
  void showsTimesAndLeavesOutWhatIsOlder() throws IOException {
    write(log("a"), "01Z stdout F one\n", "02Z stdout F two\n");

    try (LogPrinter printer = printer(Instant.parse("2026-01-01T00:00:02Z"), true, "a")) {
      printer.print();
    }

    assertThat(text(out)).isEqualTo("2026-01-01T00:00:02Z two\n");
  }

  @Test
  void readsTheOlderFileFirstAndFollowsTheChangeOfFiles() throws IOException {
    Path older = directory.resolve("a.1");
    write(older, "01Z stdout F one\n");
    write(log("a"), "02Z stdout F two\n", "03Z stdout F thr");
    try (LogPrinter printer = printer(Instant.EPOCH, false, "a")) {
      printer.print();
      assertThat(text(out)).isEqualTo("one\ntwo\n");

      Files.writeString(log("a"), "ee\n", APPEND);
      write(log("a"), "04Z stdout F four\n");
      Files.move(log("a"), older, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
      write(log("a"), "05Z stdout F five\n");
      printer.print();
      assertThat(text(out)).isEqualTo("three\nfour\nfive\n");

      printer.print();
      assertThat(text(out)).isEmpty();
    }
  }

  @Test
  void waitsForALogThatIsNotThereYet() throws IOException {
    try (LogPrinter printer = printer(Instant.EPOCH, false, "a")) {
      printer.print();
      write(log("a"), "01Z stdout F one\n");
      printer.print();
    }
    assertThat(text(out)).isEqualTo("one\n");
  }

  @Test
  void keepsBytesAndPassesOverWhatIsNoLine() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes("torn\n".getBytes(StandardCharsets.UTF_8));
    bytes.writeBytes("2026-01-01T00:00:01Z stdout F ".getBytes(StandardCharsets.UTF_8));
    bytes.write(0xff);
    bytes.write(0);
    bytes.write('\n');
    Files.write(log("a"), bytes.toByteArray());

    try (LogPrinter printer = printer(Instant.EPOCH, false, "a")) {
      printer.print();
    }

    assertThat(out.toByteArray()).containsExactly(0xff, 0, '\n');
  }
}
