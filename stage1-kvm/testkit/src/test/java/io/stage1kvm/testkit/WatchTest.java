package io.stage1kvm.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class WatchTest {
  private final BlockingQueue<String> reports = new ArrayBlockingQueue<>(10);

  @Test
  void tellsWhichStepDoesNotEndAndWhere() throws Exception {
    try (Watch watch = new Watch("loop, seed 5", Duration.ofMillis(20), reports::add)) {
      watch.beginStep(7);
      watch.start();
      String report = reports.poll(30, TimeUnit.SECONDS);
      assertThat(report)
          .startsWith("escape: fuzz loop, seed 5, step 7 has not ended after 0 s\n    at ")
          .contains("WatchTest.tellsWhichStepDoesNotEndAndWhere");
    }
  }

  @Test
  void isQuietWhileStepsEnd() throws Exception {
    try (Watch watch = new Watch("quick", Duration.ofSeconds(2), reports::add)) {
      watch.start();
      for (int i = 0; i < 50; i++) {
        watch.beginStep(i);
        Thread.sleep(1);
      }
    }
    assertThat(reports).isEmpty();
  }
}
