package io.stage1kvm.manifest.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LocatorTest {
  private static final String TEXT =
      """
      {
        "a" : [ 1, {"b}": "x\\"]"}, [[]], true ],
        "\\u00e9\\n\\"\\\\" : null,
        "ü": {"c":
             "here"}
      }""";

  @Test
  void findsValues() {
    assertThat(locate()).isEqualTo(new Position(1, 1));
    assertThat(locate("a")).isEqualTo(new Position(2, 9));
    assertThat(locate("a", 0)).isEqualTo(new Position(2, 11));
    assertThat(locate("a", 1, "b}")).isEqualTo(new Position(2, 21));
    assertThat(locate("a", 2)).isEqualTo(new Position(2, 30));
    assertThat(locate("a", 3)).isEqualTo(new Position(2, 36));
    assertThat(locate("é\n\"\\")).isEqualTo(new Position(3, 20));
    assertThat(locate("ü", "c")).isEqualTo(new Position(5, 8));
  }

  @Test
  void findsTheNearestValueAroundAMissingOne() {
    assertThat(locate("z")).isEqualTo(new Position(1, 1));
    assertThat(locate("a", 4)).isEqualTo(new Position(2, 9));
    assertThat(locate("a", 0, "x")).isEqualTo(new Position(2, 11));
    assertThat(locate("ü", 0)).isEqualTo(new Position(4, 8));
  }

  @Test
  void countsCharactersNotChars() {
    assertThat(Locator.locate("[\"\ud83d\ude00\",1]", JsonPath.ROOT.then(1)))
        .isEqualTo(new Position(1, 6));
  }

  @Test
  void printsPaths() {
    assertThat(JsonPath.ROOT.then("apps").then(0).then("a b").then("it's"))
        .hasToString("$.apps[0]['a b']['it\\'s']");
  }

  private static Position locate(Object... steps) {
    JsonPath path = JsonPath.ROOT;
    for (Object step : steps) {
      path = path.then(step);
    }
    return Locator.locate(TEXT, path);
  }
}
