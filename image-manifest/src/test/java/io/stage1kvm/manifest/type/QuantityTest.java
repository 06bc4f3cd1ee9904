package io.stage1kvm.manifest.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuantityTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0, 0",
    "1, 1, 1000",
    "+5, 5, 5000",
    "1., 1, 1000",
    ".5, 1, 500",
    "1.5, 2, 1500",
    "250m, 1, 250",
    "0.1m, 1, 1",
    "3n, 1, 1",
    "3u, 1, 1",
    "2k, 2000, 2000000",
    "2K, 2000, 2000000",
    "2M, 2000000, 2000000000",
    "7G, 7000000000, 7000000000000",
    "1T, 1000000000000, 1000000000000000",
    "3P, 3000000000000000, 3000000000000000000",
    "2E, 2000000000000000000, 9223372036854775807",
    "12E, 9223372036854775807, 9223372036854775807",
    "1Ki, 1024, 1024000",
    "123Mi, 128974848, 128974848000",
    "125952Ki, 128974848, 128974848000",
    "0.5Gi, 536870912, 536870912000",
    "0.123456789012Ei, 142335986941645094, 9223372036854775807",
    "9Ei, 9223372036854775807, 9223372036854775807",
    "1e3, 1000, 1000000",
    "1E-3, 1, 1",
    "1.53E+12, 1530000000000, 1530000000000000",
    "-1.5, -2, -1500",
    "-9223372036854775808, -9223372036854775807, -9223372036854775807",
    "-1e99, -9223372036854775807, -9223372036854775807",
    "1e-99, 1, 1",
    "0.0000000000000000000000000000001, 1, 1",
    "00000000000000000000000000000001, 1, 1000"
  })
  void counts(String text, long value, long milli) {
    Quantity quantity = new Quantity(text);
    assertThat(quantity.value()).isEqualTo(value);
    assertThat(quantity.milliValue()).isEqualTo(milli);
    assertThat(quantity).hasToString(text);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "+",
        "-",
        ".",
        "a",
        "1.1.M",
        "1+1.0M",
        "0.1mi",
        "0.1am",
        "aoeu",
        ".5i",
        "1i",
        "-3.01e-",
        "1 ",
        " 1",
        "1e100",
        "1e1234567890",
        "1 k",
        "1Kib",
        "1ee3",
        "1e+",
        "٣",
        "1m3"
      })
  void refuses(String text) {
    assertThatThrownBy(() -> new Quantity(text))
        .hasMessage(
            "quantity '"
                + text
                + "' must be a number with an optional suffix n, u, m, k, M, G, T, P, E, Ki, Mi,"
                + " Gi, Ti, Pi, Ei or e<exponent>");
  }

  @Test
  void refusesEndlessDigits() {
    assertThatThrownBy(() -> new Quantity("1".repeat(65)))
        .isInstanceOf(InvalidValueException.class);
  }

  @Test
  void knowsTheExactAmount() {
    assertThat(new Quantity("1.5Ki").amount()).isEqualByComparingTo("1536");
    assertThat(new Quantity("3n").amount()).isEqualByComparingTo("0.000000003");
    assertThat(new Quantity("-0.0").isNegative()).isFalse();
    assertThat(new Quantity("-1n").isNegative()).isTrue();
    assertThat(Quantity.of(42)).hasToString("42");
  }

  /// The long arithmetic agrees with the exact one.
  @Test
  void roundsLikeBigDecimal() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    String[] suffixes = {"", "n", "u", "m", "k", "M", "E", "Ki", "Ti", "Ei", "e-7", "e12"};
    for (int i = 0; i < 20_000; i++) {
      String number = Long.toString(random.nextLong() >> random.nextInt(64));
      int point = random.nextInt(number.length()) + 1;
      String decimal = number.substring(0, point) + "." + number.substring(point);
      if (!decimal.startsWith("-.")) {
        Quantity quantity = new Quantity(decimal + suffixes[random.nextInt(suffixes.length)]);
        assertThat(quantity.milliValue())
            .as("seed %d, %s", seed, quantity)
            .isEqualTo(ExactQuantity.roundUp(quantity.amount().movePointRight(3)));
      }
    }
  }
}
