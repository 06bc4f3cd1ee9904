package io.stage1kvm.manifest.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AnnotationsTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "2014-10-27T19:32:27.67021798Z",
        "2015-05-18T13:49:28.351729952-04:00",
        "2024-02-29T00:00:00Z",
        "2000-02-29T23:59:59+14:00"
      })
  void acceptsTimes(String value) {
    assertThat(new Annotation("created", value).value()).isEqualTo(value);
    assertThat(new Timestamp(value).toInstant()).isNotNull();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "2024",
        "2024-01-01",
        "2024-01-01 00:00:00Z",
        "2024-01-01t00:00:00Z",
        "2024-01-01T00:00:00",
        "2024-01-01T00:00:00z",
        "2024-01-01T24:00:00Z",
        "2024-01-01T00:60:00Z",
        "2024-01-01T00:00:60Z",
        "2023-02-29T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2024-00-01T00:00:00Z",
        "2024-13-01T00:00:00Z",
        "2024-01-32T00:00:00Z",
        "2024-01-01T00:00:00.Z",
        "2024-01-01T00:00:00.1234567890Z",
        "2024-01-01T00:00:00+1:00",
        "2024-01-01T00:00:00+19:00",
        "2024-01-01T00:00:00+00:60",
        "2024-01-01T00:00:00+00-00",
        "2024-01-01T00:00:00Zx",
        "٢024-01-01T00:00:00Z"
      })
  void refusesTimes(String value) {
    assertThatThrownBy(() -> new Annotation("created", value))
        .hasMessage(
            "timestamp '" + value + "' must be a time by RFC 3339 such as 2024-02-29T12:00:00Z");
  }

  @Test
  void writesTimes() {
    assertThat(Timestamp.of(Instant.ofEpochSecond(1))).hasToString("1970-01-01T00:00:01Z");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://a",
        "https://example.com/docs?q=%20#x",
        "HTTP://[::1]:80/",
        "https://ü.example"
      })
  void acceptsUrls(String value) {
    assertThat(new Annotation("homepage", value).value()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''              | URL '' must begin with http:// or https://
          ftp://a         | URL 'ftp://a' must begin with http:// or https://
          http:/a         | URL 'http:/a' must begin with http:// or https://
          example.com     | URL 'example.com' must begin with http:// or https://
          https://        | URL 'https://' must name a host
          http:///docs    | URL 'http:///docs' must name a host
          http://a b      | URL 'http://a b' must not contain spaces, control characters or a '%' without two hex digits
          http://a/%2     | URL 'http://a/%2' must not contain spaces, control characters or a '%' without two hex digits
          http://a/%zz    | URL 'http://a/%zz' must not contain spaces, control characters or a '%' without two hex digits
          """)
  void refusesUrls(String value, String message) {
    assertThatThrownBy(() -> new Annotation("documentation", value)).hasMessage(message);
  }

  @Test
  void leavesOtherValuesFree() {
    assertThat(Annotations.of(new Annotation("example.org/x", "any\nthing")).get("example.org/x"))
        .contains("any\nthing");
  }

  @Test
  void refusesTwiceTheSame() {
    assertThatThrownBy(() -> Annotations.of(new Annotation("a", ""), new Annotation("a", "b")))
        .hasMessage("annotation 'a' must not be given twice");
  }

  @Test
  void changesInPlaceOrAtTheEnd() {
    assertThat(Annotations.NONE.with("a", "1").with("b", "2").with("a", "3").without("b"))
        .containsExactly(new Annotation("a", "3"));
  }
}
