package io.stage1kvm.manifest.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvironmentTest {
  @ParameterizedTest
  @ValueSource(strings = {"A", "_", "a_b.c-d9", "PATH"})
  void acceptsNames(String name) {
    assertThat(new EnvironmentVariable(name, "").name()).isEqualTo(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"1A", "-a", ".a", "a b", "a=b", "é"})
  void refusesNames(String name) {
    assertThatThrownBy(() -> new EnvironmentVariable(name, ""))
        .hasMessage(
            "environment variable name '"
                + name
                + "' must begin with a letter or '_' and go on with letters, digits, '_', '.' and"
                + " '-'");
  }

  @Test
  void refusesNoNameAndNul() {
    assertThatThrownBy(() -> new EnvironmentVariable("", ""))
        .hasMessage("environment variable name must not be empty");
    assertThatThrownBy(() -> new EnvironmentVariable("A", "\0"))
        .hasMessage("environment variable value '\\u0000' must not contain a NUL character");
  }

  @Test
  void refusesTwiceTheSame() {
    EnvironmentVariable a = new EnvironmentVariable("A", "1");
    assertThatThrownBy(() -> new Environment(List.of(a, a)))
        .hasMessage("environment variable 'A' must not be given twice");
  }

  @Test
  void changesInPlaceOrAtTheEnd() {
    Environment environment = Environment.NONE.with("B", "1").with("A", "2").with("B", "3");
    assertThat(environment.toMap()).containsExactly(Map.entry("B", "3"), Map.entry("A", "2"));
    assertThat(environment.without("B").get("B")).isEmpty();
    assertThat(Environment.of(Map.of("X", "y")).get("X")).contains("y");
  }
}
