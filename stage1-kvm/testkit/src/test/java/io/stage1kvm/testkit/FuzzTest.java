package io.stage1kvm.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FuzzTest {
  private int steps;
  private int repairs;

  @Test
  void countsStepsAndRefusals() throws Exception {
    long refused =
        Fuzz.of("count", 100)
            .refusing(IOException.class, () -> repairs++)
            .run(
                random -> {
                  if (++steps % 10 == 0) {
                    throw new IOException("no");
                  }
                });
    assertThat(refused).isEqualTo(steps / 10).isEqualTo(repairs);
    assertThat(steps).isPositive();
  }

  @Test
  void countsSeveralStepsOfARound() throws Exception {
    Fuzz.of("one", 64).run(random -> steps++);
    int rounds = steps / 8;
    steps = 0;
    Fuzz.of("rounds", 64).perRound(8).run(random -> steps++);
    assertThat(steps).isEqualTo(rounds);
  }

  @Test
  void makesTheSameStepsOfTheSameSeed() throws Exception {
    List<Long> first = new ArrayList<>();
    List<Long> second = new ArrayList<>();
    Fuzz.of("first", 10).run(random -> first.add(random.nextLong()));
    Fuzz.of("second", 10).run(random -> second.add(random.nextLong()));
    assertThat(first).isEqualTo(second).doesNotHaveDuplicates();
  }

  @Test
  void failsWithStepAndSeedOfAnEscape() {
    Fuzz fuzz = Fuzz.of("escape", 10).refusing(IOException.class, () -> {});
    assertThatThrownBy(
            () ->
                fuzz.run(
                    random -> {
                      steps++;
                      throw new IllegalStateException("bug");
                    }))
        .isInstanceOf(AssertionError.class)
        .hasMessage("escape: fuzz escape, step 0, -Dfuzz.seed=" + fuzz.seed())
        .hasRootCauseMessage("bug");
    assertThat(steps).isEqualTo(1);
  }
}
