package io.stage1kvm.stage0.flag;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class FlagReaderTest {
  private static final FlagSet SET =
      FlagSet.of(
          Flag.toggle("debug", "say more"),
          Flag.value("dir", "DIR", "directory"),
          Flag.optional("wait", "true", "wait"),
          Flag.toggle("help", "help"));

  @Test
  void readsValuesAttachedAndApart() throws FlagException {
    FlagReader.Parsed line =
        FlagReader.everywhere(List.of("--dir=/a", "one", "--dir", "/b", "--debug", "two"), SET);

    assertThat(line.words()).containsExactly("one", "two");
    assertThat(line.flags().all("dir")).containsExactly("/a", "/b");
    assertThat(line.flags().last("dir")).contains("/b");
    assertThat(line.flags().is("debug")).isTrue();
  }

  @Test
  void neverTakesTheNextWordForAnOptionalValue() throws FlagException {
    FlagReader.Parsed line = FlagReader.everywhere(List.of("--wait", "uuid", "--wait=1s"), SET);

    assertThat(line.words()).containsExactly("uuid");
    assertThat(line.flags().all("wait")).containsExactly("true", "1s");
  }

  @Test
  void endsFlagsAtTwoDashesOrAtTheFirstWord() throws FlagException {
    assertThat(FlagReader.everywhere(List.of("a", "--", "--debug", "--"), SET).words())
        .containsExactly("a", "--debug", "--");
    FlagReader.Parsed leading = FlagReader.leading(List.of("--debug", "sh", "--debug"), SET);
    assertThat(leading.words()).containsExactly("sh", "--debug");
  }

  @ParameterizedTest
  @CsvSource({"1,true", "T,true", "true,true", "0,false", "False,false"})
  void readsBooleansAsGoDoes(String text, String value) throws FlagException {
    assertThat(FlagReader.everywhere(List.of("--debug=" + text), SET).flags().last("debug"))
        .contains(value);
  }

  @Test
  void refusesWhatItDoesNotKnow() {
    refuses(List.of("--nope=1"), "unknown flag: --nope");
    refuses(List.of("-dir"), "unknown flag: -dir");
    refuses(List.of("--dir"), "flag needs a value: --dir");
    refuses(List.of("--debug=maybe"), "--debug 'maybe' must be true or false");
  }

  private static void refuses(List<String> words, String message) {
    assertThatThrownBy(() -> FlagReader.everywhere(words, SET))
        .isInstanceOf(FlagException.class)
        .hasMessage(message);
  }

  @Test
  void understandsShortHelp() throws FlagException {
    assertThat(FlagReader.everywhere(List.of("-h"), SET).flags().is("help")).isTrue();
  }

  @Test
  void showsTheFlagsInColumns() {
    assertThat(SET.help())
        .isEqualTo(
            """
              --debug        say more
              --dir=DIR      directory
              --wait[=true]  wait
              --help         help
            """);
  }
}
