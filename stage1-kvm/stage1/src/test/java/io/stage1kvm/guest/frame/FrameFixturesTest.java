package io.stage1kvm.guest.frame;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.guest.Fixtures;
import io.stage1kvm.guest.message.GuestSessionException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class FrameFixturesTest {
  private static final Map<String, String> REASONS =
      Map.of(
          "length", "length '",
          "type", "must be one of the protocol",
          "stream", "stream '",
          "credit", "credit '",
          "truncated", "the bytes end within ",
          "direction", "must not be sent in this direction");

  static List<String> good() {
    return Fixtures.names("frames");
  }

  static List<String> bad() {
    return Fixtures.names("bad").stream()
        .filter(name -> !refusedLater().contains(field(name, "reason")))
        .filter(name -> !field(name, "reader").equals("guest"))
        .toList();
  }

  private static List<String> refusedLater() {
    return List.of("json", "version");
  }

  @ParameterizedTest
  @MethodSource("good")
  void writesWhatItReads(String name) throws Exception {
    byte[] bytes = Fixtures.bytes("frames/" + name);
    FrameReader reader =
        new FrameReader(new ByteArrayInputStream(bytes), EnumSet.allOf(FrameType.class));
    Frame frame = reader.read().orElseThrow();

    String description = Fixtures.text("frames/" + name + ".json");
    assertThat(description).contains("\"type\": \"" + frame.type() + "\"");
    assertThat(description).contains("\"stream\": " + frame.stream() + ",");
    assertThat(reader.read()).isEmpty();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    FrameWriter writer = new FrameWriter(out);
    writer.write(frame);
    writer.flush();
    assertThat(out.toByteArray()).isEqualTo(bytes);
  }

  @ParameterizedTest
  @MethodSource("bad")
  void refusesWhatBreaksTheProtocol(String name) {
    byte[] bytes = Fixtures.bytes("bad/" + name);
    assertThatThrownBy(
            () -> {
              var in = new ByteArrayInputStream(bytes);
              boolean forHost = field(name, "reader").equals("host");
              new FrameReader(in, forHost ? FrameType.FROM_GUEST : EnumSet.allOf(FrameType.class))
                  .read();
            })
        .isInstanceOf(GuestSessionException.class)
        .hasMessageContaining(REASONS.get(field(name, "reason")));
  }

  private static String field(String name, String field) {
    Matcher matcher =
        Pattern.compile("\"" + field + "\": \"(\\w+)\"")
            .matcher(Fixtures.text("bad/" + name + ".json"));
    assertThat(matcher.find()).isTrue();
    return matcher.group(1);
  }
}
