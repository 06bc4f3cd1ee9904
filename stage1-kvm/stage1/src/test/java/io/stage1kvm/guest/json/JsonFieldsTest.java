package io.stage1kvm.guest.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.guest.message.GuestSessionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonFieldsTest {

  private static JsonFields number(String digits) throws GuestSessionException {
    return JsonFields.parse(("{\"n\":" + digits + "}").getBytes(UTF_8));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "-0, 0",
    "-7, -7",
    "1e+15, 1000000000000000",
    "25.0, 25",
    "1790000000000000000, 1790000000000000000",
    "9223372036854775807, 9223372036854775807",
    "-9223372036854775808, -9223372036854775808",
  })
  void anIntegerMayHaveAnyForm(String digits, long value) throws GuestSessionException {
    assertThat(number(digits).integer("n", Long.MIN_VALUE, Long.MAX_VALUE)).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"9223372036854775808", "0.5", "1e99", "-1", "11", "\"1\"", "true", "null"})
  void whatIsNoIntegerWithinTheBoundsIsRefused(String value) throws GuestSessionException {
    JsonFields fields = number(value);

    assertThatThrownBy(() -> fields.integer("n", 0, 10))
        .isInstanceOf(GuestSessionException.class)
        .hasMessageContaining("field 'n' must be an integer");
  }

  @Test
  void numbersAsTextAreAsTheyWere() throws GuestSessionException {
    assertThat(number("42").scalars()).containsEntry("n", "42");
    assertThat(number("18446744073709551615").scalars()).containsEntry("n", "18446744073709551615");
    assertThat(number("0.50").scalars()).containsEntry("n", "0.50");
  }
}
