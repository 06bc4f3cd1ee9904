package io.stage1kvm.manifest.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ACVersionTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"0.8.11", "1.0.0", "0.8.11+git", "1.2.3-alpha.1", "1.2.3-0.a-b+001.x", "0.0.0-a"})
  void accepts(String value) {
    assertThat(new ACVersion(value)).hasToString(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1",
        "1.2",
        "1.2.3.4",
        "v1.2.3",
        "01.2.3",
        "1.2.x",
        "1.2.3-",
        "1.2.3+",
        "1.2.3-01",
        "1.2.3-a..b",
        "1.2.3-é",
        " 1.2.3",
        "-1.2.3",
        "1.2.9999999999999999999"
      })
  void refuses(String value) {
    assertThatThrownBy(() -> new ACVersion(value))
        .hasMessage("AC version '" + value + "' must have the form of SemVer 2.0.0");
  }

  @Test
  void refusesZero() {
    assertThatThrownBy(() -> new ACVersion("0.0.0"))
        .hasMessage("AC version '0.0.0' must not be zero");
  }

  /// The order of section 11 of SemVer, with a few more.
  @Test
  void comparesByPrecedence() {
    List<ACVersion> ordered =
        Stream.of(
                "0.8.10",
                "0.8.11",
                "1.0.0-2",
                "1.0.0-10",
                "1.0.0-alpha",
                "1.0.0-alpha.1",
                "1.0.0-alpha.beta",
                "1.0.0-rc.1",
                "1.0.0",
                "1.0.0+a",
                "1.0.10",
                "2.0.0")
            .map(ACVersion::new)
            .toList();
    assertThat(ordered.reversed().stream().sorted().toList()).isEqualTo(ordered);
    assertThat(ACVersion.CURRENT.major()).isZero();
  }
}
