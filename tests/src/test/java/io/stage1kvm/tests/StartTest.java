package io.stage1kvm.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// How long it takes until an app runs, under software emulation.
final class StartTest {
  @RegisterExtension static final PodHost HOST = new PodHost();

  private static final int TIMES = 10;
  private static final double LONGEST_START = Times.limit(2.0);
  private static final double LONGEST_TO_MACHINE = Times.limit(0.35);
  private static final Pattern STEP = Pattern.compile("timeline: +([0-9.]+) s +\\+[0-9.]+ s +(.*)");

  /// The images are unpacked at their first use.
  @BeforeAll
  static void unpackImages() {
    hello().run().expect(0);
  }

  private static PodLine hello() {
    return HOST.pod().script("hello", "echo hello; exit 0");
  }

  private static double median(List<Double> values) {
    List<Double> sorted = new ArrayList<>(values);
    Collections.sort(sorted);
    int size = sorted.size();
    return (sorted.get((size - 1) / 2) + sorted.get(size / 2)) / 2;
  }

  @Test
  void showsTheFirstByteOfAnAppInTime() throws Exception {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < TIMES; i++) {
      long begin = System.nanoTime();
      Process run = hello().launch();
      try (InputStream out = run.getInputStream()) {
        assertThat(out.read()).isEqualTo('[');
        seconds.add((System.nanoTime() - begin) / 1e9);
        out.readAllBytes();
      }
      assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
      assertThat(run.exitValue()).isZero();
    }
    System.out.printf("start: exec to first byte %s, median %.3f s%n", seconds, median(seconds));
    assertThat(median(seconds)).isLessThanOrEqualTo(LONGEST_START);
  }

  @Test
  void startsTheMachineInTime() {
    List<Double> seconds = new ArrayList<>();
    String timeline = "";
    for (int i = 0; i < TIMES / 2; i++) {
      Outcome outcome = hello().flags("--debug").run().expect(0);
      timeline = String.join("\n", timelineOf(outcome));
      seconds.add(at(outcome, "machine started") - at(outcome, "JVM main"));
    }
    System.out.printf("%s%nstart: JVM main to machine started %s%n", timeline, seconds);
    assertThat(timeline)
        .contains("launcher", "JVM main", "plan", "share", "machine started")
        .contains("kernel's first line", "stage2 hello", "first app executed");
    assertThat(median(seconds)).isLessThanOrEqualTo(LONGEST_TO_MACHINE);
  }

  private static List<String> timelineOf(Outcome outcome) {
    return outcome.err().lines().filter(line -> line.startsWith("timeline:")).toList();
  }

  private static double at(Outcome outcome, String step) {
    return timelineOf(outcome).stream()
        .map(STEP::matcher)
        .filter(Matcher::matches)
        .filter(match -> match.group(2).equals(step))
        .mapToDouble(match -> Double.parseDouble(match.group(1)))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no '" + step + "' in " + outcome.err()));
  }
}
