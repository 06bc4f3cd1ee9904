package io.stage1kvm.manifest.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class JsonDocumentTest {
  private static final String TEXT = "[{\"a\":[1,true,null]},\"b\"]";

  @Test
  void writesWhatItReads() throws ManifestException {
    assertThat(JsonDocument.text(JsonDocument.read(bytes(TEXT), "x"))).isEqualTo(TEXT);
    assertThat(JsonDocument.write(JsonDocument.read(bytes(TEXT), "x"))).isEqualTo(bytes(TEXT));
  }

  @Test
  void namesTheDocumentThatIsNotJson() {
    assertThatThrownBy(() -> JsonDocument.read(bytes("{\"a\":1,\"a\":2}"), "config.json"))
        .isInstanceOf(ManifestException.class)
        .hasMessage(
            "cannot read JSON document 'config.json': line 1, column 11, $.a: field 'a' must not be"
                + " given twice");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
