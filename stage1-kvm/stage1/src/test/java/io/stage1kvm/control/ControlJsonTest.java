package io.stage1kvm.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.guest.message.GuestSessionException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

final class ControlJsonTest {
  static List<ControlRequest> requests() {
    return List.of(
        new ControlRequest.Enter(Optional.of("app"), List.of("sh", "-c", "a b"), Optional.empty()),
        new ControlRequest.Enter(
            Optional.empty(),
            List.of("/bin/x"),
            Optional.of(new ControlRequest.Terminal(24, 80, "xterm"))),
        new ControlRequest.Resize(50, 132),
        new ControlRequest.Stop(true));
  }

  static List<ControlAnswer> answers() {
    return List.of(
        new ControlAnswer.Accepted(),
        new ControlAnswer.Refused("because \"so\""),
        new ControlAnswer.Exited(137),
        new ControlAnswer.Failed("no such file", 127));
  }

  @ParameterizedTest
  @MethodSource("requests")
  void keepsARequest(ControlRequest request) throws GuestSessionException {
    assertThat(ControlJson.readRequest(ControlJson.write(request))).isEqualTo(request);
  }

  @ParameterizedTest
  @MethodSource("answers")
  void keepsAnAnswer(ControlAnswer answer) throws GuestSessionException {
    assertThat(ControlJson.readAnswer(ControlJson.write(answer))).isEqualTo(answer);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      textBlock =
          """
          {"cmd":"dance"}            ; unknown request 'dance'
          {"cmd":"enter","argv":[]}  ; 'argv' must not be empty
          {"cmd":"stop"}             ; field 'force' must be true or false
          {"cmd":"resize","rows":-1,"cols":1} ; field 'rows' must be an integer within 0..65535
          """)
  void refusesABadRequest(String json, String reason) {
    assertThatThrownBy(() -> ControlJson.readRequest(json.getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(GuestSessionException.class)
        .hasMessageContaining(reason);
  }

  @Test
  void refusesAnUnknownAnswer() {
    assertThatThrownBy(
            () -> ControlJson.readAnswer("{\"answer\":\"?\"}".getBytes(StandardCharsets.UTF_8)))
        .hasMessageContaining("unknown answer '?'");
  }
}
