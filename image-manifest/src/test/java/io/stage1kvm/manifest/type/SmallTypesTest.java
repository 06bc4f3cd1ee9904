package io.stage1kvm.manifest.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.manifest.type.JsonValue.JsonNumber;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SmallTypesTest {
  @ParameterizedTest
  @CsvSource({"1,1", "65535,1", "1,65535", "20000,1000"})
  void acceptsPortRanges(int port, int count) {
    assertThat(port(port, count).last()).isEqualTo(port + count - 1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          0      | 1          | port '0' must be between 1 and 65535
          65536  | 1          | port '65536' must be between 1 and 65535
          -1     | 1          | port '-1' must be between 1 and 65535
          1      | 0          | count '0' must be at least 1
          2      | 65535      | count '65535' must keep the range from port 2 below 65536
          65535  | 2147483647 | count '2147483647' must keep the range from port 65535 below 65536
          """)
  void refusesPortRanges(int port, int count, String message) {
    assertThatThrownBy(() -> port(port, count)).hasMessage(message);
  }

  @Test
  void refusesPortWithoutProtocol() {
    assertThatThrownBy(() -> new Port("a", "", 1)).hasMessage("protocol must not be empty");
  }

  @ParameterizedTest
  @CsvSource({"0755,0755", "777,0777", "1777,1777", "0,0000", "07777,7777"})
  void readsModes(String text, String written) {
    assertThat(FileMode.parse(text)).hasToString(written);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8", "rwx", "-1", "10000", "77777777777", "0o755"})
  void refusesModes(String text) {
    assertThatThrownBy(() -> FileMode.parse(text))
        .hasMessage("mode '" + text + "' must be an octal number up to 7777");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "203.0.113.23", "255.255.255.255"})
  void acceptsAddresses(String text) {
    assertThat(new IPv4Address(text)).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "1.2.3", "1.2.3.4.5", "1.2.3.256", "01.2.3.4", "::1", "1.2.3.", "a.b.c.d"})
  void refusesAddresses(String text) {
    assertThatThrownBy(() -> new IPv4Address(text))
        .hasMessage("address '" + text + "' must be an IPv4 address in dotted quad notation");
  }

  @Test
  void readsPrincipals() {
    assertThat(new Principal("/usr/bin/ping").isPath()).isTrue();
    assertThat(new Principal("1000").isNumeric()).isTrue();
    assertThat(new Principal("root").isNumeric()).isFalse();
    assertThatThrownBy(() -> new Principal("")).hasMessage("user or group must not be empty");
  }

  @Test
  void refusesRelativePaths() {
    assertThatThrownBy(() -> new AbsolutePath("etc")).hasMessage("path 'etc' must be absolute");
    assertThatThrownBy(() -> new AbsolutePath("")).hasMessage("path must not be empty");
  }

  @Test
  void refusesNulInArguments() {
    assertThatThrownBy(() -> Exec.of("/a", "b\0c"))
        .hasMessage("argument 'b\\u0000c' must not contain a NUL character")
        .extracting(e -> ((InvalidValueException) e).at())
        .isEqualTo(List.of(1));
  }

  @Test
  void refusesUnknownKindsAndEvents() {
    assertThatThrownBy(() -> ACKind.of("Pod"))
        .hasMessage("acKind 'Pod' must be 'ImageManifest' or 'PodManifest'");
    assertThatThrownBy(() -> EventHandler.Event.of("pre-stop"))
        .hasMessage("event 'pre-stop' must be 'pre-start' or 'post-stop'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-0", "10", "1.5", "1e9", "1E+9", "0.1e-9"})
  void acceptsJsonNumbers(String literal) {
    assertThat(new JsonNumber(literal).literal()).isEqualTo(literal);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-", "01", "1.", ".1", "+1", "1e", "NaN", "0x1", "1 "})
  void refusesJsonNumbers(String literal) {
    assertThatThrownBy(() -> new JsonNumber(literal))
        .hasMessage("JSON number '" + literal + "' must be a number as in RFC 8259");
  }

  private static Port port(int port, int count) {
    return new Port(new ACName("a"), "tcp", port, count, false, Extensions.NONE);
  }
}
