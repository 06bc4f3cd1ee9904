package io.stage1kvm.guest.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import io.stage1kvm.guest.Fixtures;
import io.stage1kvm.guest.message.GuestEvent;
import io.stage1kvm.guest.message.GuestHello;
import io.stage1kvm.guest.message.GuestReply;
import io.stage1kvm.guest.message.GuestSessionException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class ReadTest {
  static final Map<String, Object> GOOD =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("hello-guest", new GuestHello(1, "6.12.43", 412345678)),
              Map.entry("reply-ok", new GuestReply.Done(1)),
              Map.entry("reply-refused", new GuestReply.Refused(3, "no app 'redis'")),
              Map.entry("event-started", new GuestEvent.Started("redis", 17, 512345678)),
              Map.entry(
                  "event-failed",
                  new GuestEvent.Failed("redis", "exec", "/usr/bin/redis-server", 2, 203)),
              Map.entry(
                  "event-handler",
                  new GuestEvent.Handler("redis", GuestEvent.Which.PRE_START, 0, 0, 0)),
              Map.entry(
                  "event-handler-signal",
                  new GuestEvent.Handler("redis", GuestEvent.Which.POST_STOP, 1, 0, 9)),
              Map.entry("event-exited", new GuestEvent.Exited("redis", 42, 0)),
              Map.entry("event-exited-signal", new GuestEvent.Exited("redis", 0, 15)),
              Map.entry(
                  "event-exec-failed", new GuestEvent.ExecFailed(1, "cwd", "/nowhere", 2, 200)),
              Map.entry("event-exec-exited", new GuestEvent.ExecExited(1, 0, 0)),
              Map.entry("event-stopped", new GuestEvent.Stopped())));

  static List<String> bad() {
    return Fixtures.names("bad").stream()
        .filter(name -> List.of("json", "version").contains(bad(name, "reason")))
        .filter(name -> bad(name, "reader").equals("host"))
        .toList();
  }

  @Test
  void readsTheFixtures() throws Exception {
    for (var good : GOOD.entrySet()) {
      assertThat(read(good.getKey(), payload("frames/" + good.getKey())))
          .as(good.getKey())
          .isEqualTo(good.getValue());
    }
    assertThat(GOOD.keySet())
        .as("every frame that a guest sends")
        .containsExactlyElementsOf(
            Fixtures.names("frames").stream()
                .filter(name -> name.matches("(event|reply|hello-guest).*"))
                .toList());
  }

  @ParameterizedTest
  @MethodSource("bad")
  void refusesBadJson(String name) {
    assertThatThrownBy(() -> read(name, payload("bad/" + name)))
        .isInstanceOf(GuestSessionException.class)
        .hasMessageContaining(bad(name, "reason").equals("json") ? "bad JSON: " : "version '2'");
  }

  @Test
  void saysWhichFieldIsBad() {
    assertThatThrownBy(() -> EventJson.read(utf8("{\"event\":\"exited\",\"app\":\"a\"}")))
        .hasMessage(
            "cannot go on with the session: the peer broke the protocol: bad JSON:"
                + " field 'status' must be an integer");
    assertThatThrownBy(
            () ->
                EventJson.read(
                    utf8("{\"event\":\"exited\",\"app\":\"a\",\"status\":256,\"signal\":0}")))
        .hasMessage(
            "cannot go on with the session: the peer broke the protocol: bad JSON:"
                + " status '256' must be within 0..255");
  }

  @Test
  void takesFieldsInAnyOrderAndSkipsUnknownOnes() throws Exception {
    String json =
        """
        {"signal":0, "more":{"a":[1,{"b":null}]}, "none":null, "list":["x",1],
         "status":3e0, "app":"redis", "event":"exited"}
        """;

    assertThat(EventJson.read(utf8(json))).isEqualTo(new GuestEvent.Exited("redis", 3, 0));
  }

  @Test
  void readsIntegersThatWerePrintedAsDoubles() throws Exception {
    String json = "{\"version\":1,\"kernel\":\"6.12\",\"boot_ns\":1.234567890123e+15}";

    assertThat(HelloJson.read(utf8(json)).bootNs()).isEqualTo(1234567890123000L);
  }

  @Test
  void refusesWhatNestsWithoutEnd() {
    String json = "{\"event\":\"stopped\",\"x\":" + "[".repeat(60_000);

    assertThatThrownBy(() -> EventJson.read(utf8(json))).isInstanceOf(GuestSessionException.class);
  }

  @Test
  void refusesNumbersWhoseExponentWouldFillTheMemory() {
    for (String number : List.of("1e999999999", "1e-999999999", "9".repeat(500), "-0.1e9")) {
      String json = "{\"version\":1,\"kernel\":\"6.12\",\"boot_ns\":" + number + "}";
      assertThatThrownBy(() -> HelloJson.read(utf8(json)))
          .isInstanceOf(GuestSessionException.class)
          .hasMessageContaining("field 'boot_ns' must be an integer");
    }
  }

  @Test
  void makesTextOfTheGuestSafeToPrint() throws Exception {
    String json = "{\"id\":1,\"ok\":false,\"error\":\"\\u001b[31m\\nx\\u202e\"}";

    assertThat(ReplyJson.read(utf8(json)))
        .isEqualTo(new GuestReply.Refused(1, "\\u001b[31m\\u000ax\\u202e"));
  }

  static Object read(String name, byte[] json) throws GuestSessionException {
    return switch (name.substring(0, name.indexOf('-'))) {
      case "hello" -> HelloJson.read(json);
      case "reply" -> ReplyJson.read(json);
      case "event" -> EventJson.read(json);
      default -> throw new AssertionError(name);
    };
  }

  static byte[] payload(String name) {
    byte[] frame = Fixtures.bytes(name);
    return Arrays.copyOfRange(frame, 9, frame.length);
  }

  private static String bad(String name, String field) {
    return JsonParser.parseString(Fixtures.text("bad/" + name + ".json"))
        .getAsJsonObject()
        .get(field)
        .getAsString();
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
