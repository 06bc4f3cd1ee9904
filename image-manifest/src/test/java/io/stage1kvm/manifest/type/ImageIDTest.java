package io.stage1kvm.manifest.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImageIDTest {
  private static final String FULL = "sha512-" + "0123456789abcdef".repeat(8);

  @Test
  void acceptsWholeAndShortDigests() {
    assertThat(new ImageID(FULL).isComplete()).isTrue();
    assertThat(new ImageID("sha512-0a").isComplete()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "sha512",
        "sha512-",
        "sha256-aa",
        "sha512-AA",
        "sha512-..",
        "sha512-a/b",
        "aa",
        "sha512-a-b",
        "sha512-....",
        "...",
        "sha512-../..."
      })
  void refuses(String value) {
    assertThatThrownBy(() -> new ImageID(value))
        .hasMessage(
            "image ID '"
                + value
                + "' must be 'sha512-' and up to 128 lower case hexadecimal digits");
  }

  @Test
  void refusesTooManyDigits() {
    assertThatThrownBy(() -> new ImageID(FULL + "0")).isInstanceOf(InvalidValueException.class);
  }

  /// As the examples of the specification are written.
  @Test
  void takesDotsForDigits() {
    ImageID none = new ImageID("sha512-...");
    assertThat(none.isElided()).isTrue();
    assertThat(none.matches(new ImageID(FULL))).isFalse();
    assertThat(none.matches(none)).isFalse();
    assertThat(new ImageID("sha512-0123...").matches(new ImageID(FULL))).isTrue();
    assertThat(new ImageID(FULL + "...").isComplete()).isFalse();
    assertThat(new ImageID(FULL).isElided()).isFalse();
  }

  @Test
  void matchesByPrefix() {
    ImageID full = new ImageID(FULL);
    assertThat(full.matches(new ImageID("sha512-0123"))).isTrue();
    assertThat(new ImageID("sha512-0123").matches(full)).isTrue();
    assertThat(full.matches(new ImageID("sha512-1123"))).isFalse();
  }
}
