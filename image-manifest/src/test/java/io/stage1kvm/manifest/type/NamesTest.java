package io.stage1kvm.manifest.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {"a", "0", "database", "example.com/database", "example.com/~user/app_v1", "a--b"})
  void acceptsIdentifiers(String value) {
    assertThat(new ACIdentifier(value)).hasToString(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''       | AC identifier must not be empty
          Redis    | AC identifier 'Redis' must contain only lower case letters, digits and '-._~/'
          a b      | AC identifier 'a b' must contain only lower case letters, digits and '-._~/'
          é        | AC identifier 'é' must contain only lower case letters, digits and '-._~/'
          a:1      | AC identifier 'a:1' must contain only lower case letters, digits and '-._~/'
          /a       | AC identifier '/a' must begin and end with a lower case letter or a digit
          a/       | AC identifier 'a/' must begin and end with a lower case letter or a digit
          -        | AC identifier '-' must begin and end with a lower case letter or a digit
          """)
  void refusesIdentifiers(String value, String message) {
    assertThatThrownBy(() -> new ACIdentifier(value))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "9", "product-database", "a--b"})
  void acceptsNames(String value) {
    assertThat(new ACName(value)).hasToString(value);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''       | AC name must not be empty
          a.b      | AC name 'a.b' must contain only lower case letters, digits and '-'
          a/b      | AC name 'a/b' must contain only lower case letters, digits and '-'
          A        | AC name 'A' must contain only lower case letters, digits and '-'
          -a       | AC name '-a' must begin and end with a lower case letter or a digit
          a-       | AC name 'a-' must begin and end with a lower case letter or a digit
          """)
  void refusesNames(String value, String message) {
    assertThatThrownBy(() -> new ACName(value)).hasMessage(message);
  }

  @Test
  void sanitizes() {
    assertThat(ACName.sanitize("_My App.v1_")).hasToString("my-app-v1");
    assertThat(ACIdentifier.sanitize("/Example.COM/My App:1~")).hasToString("example.com/my_app_1");
    assertThatThrownBy(() -> ACName.sanitize("--"))
        .hasMessage("AC name '--' must contain a letter or a digit");
  }

  @Test
  void showsNoControlCharactersAndNoEndlessValues() {
    assertThatThrownBy(() -> new ACName("\u001b[2J\u202e"))
        .hasMessage(
            "AC name '\\u001b[2J\\u202e' must contain only lower case letters, digits and '-'");
    assertThatThrownBy(() -> new ACName("A".repeat(100_000)))
        .hasMessageContaining("'" + "A".repeat(120) + "...' must");
  }

  @Test
  void ordersAndComparesByText() {
    assertThat(new ACName("a")).isEqualTo(new ACName("a")).isLessThan(new ACName("b"));
    assertThat(new ACIdentifier("a")).hasSameHashCodeAs(new ACIdentifier("a"));
    assertThat(new ACIdentifier("a")).isNotEqualTo(new ACName("a"));
  }
}
