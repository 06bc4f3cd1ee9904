package io.stage1kvm.manifest.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelsTest {
  @ParameterizedTest
  @CsvSource({
    "linux,amd64", "linux,i386", "linux,aarch64", "linux,aarch64_be", "linux,armv6l",
    "linux,armv7l", "linux,armv7b", "linux,ppc64", "linux,ppc64le", "linux,s390x",
    "freebsd,amd64", "freebsd,i386", "freebsd,arm", "darwin,x86_64", "darwin,i386"
  })
  void acceptsKnownPairs(String os, String arch) {
    Labels labels = Labels.of(new Label("arch", arch), new Label("os", os));
    assertThat(labels.get("os")).contains(os);
    assertThat(labels.get("version")).isEmpty();
  }

  @Test
  void acceptsAnyArchWithoutOs() {
    assertThat(Labels.of(new Label("arch", "pdp11"))).hasSize(1);
  }

  @Test
  void refusesUnknownPairs() {
    assertThatThrownBy(() -> Labels.of(new Label("os", "plan9")))
        .hasMessage("os 'plan9' must be one of darwin, freebsd, linux")
        .extracting(e -> ((InvalidValueException) e).at())
        .isEqualTo(List.of(0, "value"));
    assertThatThrownBy(() -> Labels.of(new Label("os", "freebsd"), new Label("arch", "s390x")))
        .hasMessage("arch 's390x' must be one of amd64, i386, arm when os is 'freebsd'")
        .extracting(e -> ((InvalidValueException) e).at())
        .isEqualTo(List.of(1, "value"));
  }

  @Test
  void refusesTwiceTheSame() {
    assertThatThrownBy(() -> Labels.of(new Label("a", "1"), new Label("a", "1")))
        .hasMessage("label 'a' must not be given twice");
  }

  @Test
  void refusesLabelCalledName() {
    assertThatThrownBy(() -> new Label("name", "x"))
        .hasMessage("label 'name' must not be called so");
  }

  @Test
  void refusesNulAndHalfCharacters() {
    assertThatThrownBy(() -> new Label("a", "x\0"))
        .hasMessage("label value 'x\\u0000' must not contain a NUL character");
    assertThatThrownBy(() -> new Label("a", "x\ud800"))
        .hasMessageEndingWith("must be valid Unicode");
    assertThat(new Label("a", "\ud83d\ude00").value()).hasSize(2);
  }

  @Test
  void changesInPlaceOrAtTheEnd() {
    Labels labels = Labels.of(new Label("a", "1"), new Label("b", "2")).with("a", "3");
    assertThat(labels.with("c", "4").without("b"))
        .containsExactly(new Label("a", "3"), new Label("c", "4"));
  }
}
