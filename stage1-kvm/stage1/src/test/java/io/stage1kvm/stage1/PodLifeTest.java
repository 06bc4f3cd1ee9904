package io.stage1kvm.stage1;

import static io.stage1kvm.stage1.PodLife.Next.ENDED;
import static io.stage1kvm.stage1.PodLife.Next.GO_ON;
import static io.stage1kvm.stage1.PodLife.Next.SHUT_DOWN;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

final class PodLifeTest {
  @Test
  void endsWithZeroWhenAllAppsHaveEndedWithZero() {
    PodLife life = new PodLife(Set.of("a", "b"));
    assertThat(life.ended("a", 0, 0)).isEqualTo(GO_ON);
    assertThat(life.ended("b", 0, 0)).isEqualTo(SHUT_DOWN);
    assertThat(life.podStatus()).isZero();
  }

  @Test
  void endsWithTheFirstFailureAndRecordsZeroForAppsThatStillRan() {
    PodLife life = new PodLife(Set.of("a", "b", "c"));
    assertThat(life.ended("a", 0, 0)).isEqualTo(GO_ON);
    assertThat(life.ended("b", 5, 0)).isEqualTo(SHUT_DOWN);
    assertThat(life.ended("c", 0, 15)).isEqualTo(ENDED);
    assertThat(life.podStatus()).isEqualTo(5);
    assertThat(life.status("a")).isZero();
    assertThat(life.status("b")).isEqualTo(5);
    assertThat(life.status("c")).isZero();
  }

  @Test
  void takesTheBareSignalNumberAsStatus() {
    PodLife life = new PodLife(Set.of("a"));
    assertThat(life.ended("a", 0, 9)).isEqualTo(SHUT_DOWN);
    assertThat(life.status("a")).isEqualTo(9);
    assertThat(life.podStatus()).isEqualTo(9);
  }

  @Test
  void isCleanWhenAppsEndByTheSignalOfAStop() {
    PodLife life = new PodLife(Set.of("a", "b"));
    assertThat(life.stop()).isEqualTo(SHUT_DOWN);
    assertThat(life.stop()).isEqualTo(GO_ON);
    assertThat(life.ended("a", 0, 15)).isEqualTo(GO_ON);
    assertThat(life.ended("b", 0, 0)).isEqualTo(ENDED);
    assertThat(life.podStatus()).isZero();
    assertThat(life.status("a")).isEqualTo(15);
  }

  @Test
  void isNotCleanWhenAStopNeededSigkill() {
    PodLife life = new PodLife(Set.of("a"));
    life.stop();
    assertThat(life.ended("a", 0, 9)).isEqualTo(ENDED);
    assertThat(life.podStatus()).isEqualTo(9);
  }

  @Test
  void ignoresAnAppThatHasEndedBefore() {
    PodLife life = new PodLife(Set.of("a", "b"));
    life.ended("a", 0, 0);
    assertThat(life.ended("a", 7, 0)).isEqualTo(GO_ON);
    assertThat(life.ended("stranger", 7, 0)).isEqualTo(GO_ON);
    assertThat(life.status("a")).isZero();
    assertThat(life.running()).containsExactly("b");
  }
}
