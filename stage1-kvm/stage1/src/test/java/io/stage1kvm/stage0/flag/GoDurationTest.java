package io.stage1kvm.stage0.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GoDurationTest {
  @ParameterizedTest
  @CsvSource({
    "0,PT0S",
    "0s,PT0S",
    "30m,PT30M",
    "30m0s,PT30M",
    "24h0m0s,PT24H",
    "1h30m,PT90M",
    "1.5s,PT1.5S",
    "500ms,PT0.5S",
    "-1s,PT-1S",
    "+2us,PT0.000002S"
  })
  void readsWhatGoWrites(String text, Duration duration) throws FlagException {
    assertThat(GoDuration.parse("wait", text)).isEqualTo(duration);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "30", "m", "1d", "1 m", "1m-", "--1s", "1..5s"})
  void refusesAllElse(String text) {
    assertThatThrownBy(() -> GoDuration.parse("wait", text))
        .hasMessage("--wait '" + text + "' must be a duration such as 30m, 1h30m or 0s");
  }

  @Test
  void addsUpParts() throws FlagException {
    assertThat(GoDuration.parse("wait", "1h1m1s1ms").toMillis()).isEqualTo(3_661_001);
  }
}
