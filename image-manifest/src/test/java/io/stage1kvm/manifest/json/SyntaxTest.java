package io.stage1kvm.manifest.json;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SyntaxTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "[",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1,}",
        "[1,]",
        "[1 2]",
        "{a:1}",
        "{'a':1}",
        "nul",
        "NaN",
        "[01]",
        "[1.]",
        "[+1]",
        "\"a",
        "\"\\x\"",
        "\"\\u12g4\"",
        "{} {}",
        "// c\n{}",
        "{\"a\":1;}",
        "\"\t\"",
        "TRUE",
        "[,]",
        "{\"a\":1 \"b\":2}",
        "}"
      })
  void refusesWhatIsNotJson(String text) {
    assertThatThrownBy(() -> read(text.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(ManifestException.class)
        .hasMessageStartingWith("cannot read manifest 'test': line ")
        .hasMessageContaining(", $: not JSON: ");
  }

  @Test
  void tellsThePlace() {
    assertThatThrownBy(() -> read("{\n  \"a\": }".getBytes(StandardCharsets.UTF_8)))
        .hasMessage("cannot read manifest 'test': line 2, column 8, $: not JSON: expected value");
    assertThatThrownBy(() -> read("{\n  \"a\": 1,\n  \"a\": 2}".getBytes(StandardCharsets.UTF_8)))
        .hasMessage(
            "cannot read manifest 'test': line 3, column 6, $.a: field 'a' must not be given"
                + " twice");
  }

  @Test
  void refusesNothing() {
    String message = "cannot read manifest 'test': line 1, column 1, $: document must not be empty";
    assertThatThrownBy(() -> read(new byte[0])).hasMessage(message);
    assertThatThrownBy(() -> read(" \n ".getBytes(StandardCharsets.UTF_8))).hasMessage(message);
  }

  @Test
  void refusesOtherEncodings() {
    assertThatThrownBy(() -> read(new byte[] {'{', '\n', '"', (byte) 0xff, '"', ':', '1', '}'}))
        .hasMessage("cannot read manifest 'test': line 2, column 2, $: document must be UTF-8");
    assertThatThrownBy(() -> read(new byte[] {'"', (byte) 0xc3}))
        .hasMessage("cannot read manifest 'test': line 1, column 2, $: document must be UTF-8");
    assertThatThrownBy(() -> read("\ufeff{}".getBytes(StandardCharsets.UTF_8)))
        .hasMessage(
            "cannot read manifest 'test': line 1, column 1, $: document must not begin with a"
                + " byte order mark");
  }

  @Test
  void refusesEndlessNesting() {
    assertThatThrownBy(() -> read("[".repeat(100_000).getBytes(StandardCharsets.UTF_8)))
        .hasMessage(
            "cannot read manifest 'test': line 1, column 257, $: not JSON: nesting limit 255"
                + " reached");
  }

  private static void read(byte[] json) throws ManifestException {
    ManifestJson.read(json, "test");
  }
}
