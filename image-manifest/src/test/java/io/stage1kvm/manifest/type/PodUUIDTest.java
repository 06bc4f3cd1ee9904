package io.stage1kvm.manifest.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PodUUIDTest {
  @Test
  void readsWithAndWithoutDashes() {
    PodUUID uuid = PodUUID.parse("6733C088-A507-4694-AABF-EDBE4FC5266F");
    assertThat(uuid).hasToString("6733c088-a507-4694-aabf-edbe4fc5266f");
    assertThat(PodUUID.parse("6733c088a5074694aabfedbe4fc5266f")).isEqualTo(uuid);
    assertThat(PodUUID.random()).isNotEqualTo(uuid);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "6733c088", "6733c088a5074694aabfedbe4fc5266g"})
  void refuses(String value) {
    assertThatThrownBy(() -> PodUUID.parse(value))
        .hasMessage("UUID '" + value + "' must have 32 hexadecimal digits");
  }

  @Test
  void refusesZero() {
    assertThatThrownBy(() -> PodUUID.parse("0".repeat(32)))
        .hasMessage("UUID '00000000-0000-0000-0000-000000000000' must not be zero");
  }
}
