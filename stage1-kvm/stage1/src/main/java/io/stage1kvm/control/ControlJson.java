package io.stage1kvm.control;

import io.stage1kvm.guest.json.JsonFields;
import io.stage1kvm.guest.json.JsonText;
import io.stage1kvm.guest.message.GuestSessionException;
import java.util.List;
import java.util.Optional;

/// Requests and answers as JSON.
final class ControlJson {
  private static final int MOST_ROWS = 0xFFFF;

  private ControlJson() {}

  static byte[] write(ControlRequest request) {
    JsonText json = new JsonText();
    switch (request) {
      case ControlRequest.Enter enter -> {
        json.text("cmd", "enter").texts("argv", enter.argv());
        enter.app().ifPresent(name -> json.text("app", name));
        enter
            .terminal()
            .ifPresent(
                t ->
                    json.integer("rows", t.rows())
                        .integer("cols", t.columns())
                        .text("term", t.term()));
      }
      case ControlRequest.Resize size ->
          json.text("cmd", "resize").integer("rows", size.rows()).integer("cols", size.columns());
      case ControlRequest.Stop stop -> json.text("cmd", "stop").flag("force", stop.force());
    }
    return json.bytes();
  }

  static ControlRequest readRequest(byte[] json) throws GuestSessionException {
    JsonFields fields = JsonFields.parse(json);
    return switch (fields.text("cmd")) {
      case "enter" -> enter(fields);
      case "resize" -> new ControlRequest.Resize(rows(fields), columns(fields));
      case "stop" -> new ControlRequest.Stop(fields.flag("force"));
      default ->
          throw GuestSessionException.protocol("unknown request '" + fields.text("cmd") + "'");
    };
  }

  private static ControlRequest enter(JsonFields fields) throws GuestSessionException {
    List<String> argv = fields.texts("argv");
    if (argv.isEmpty()) {
      throw GuestSessionException.protocol("'argv' must not be empty");
    }
    Optional<String> app = fields.has("app") ? Optional.of(fields.text("app")) : Optional.empty();
    Optional<ControlRequest.Terminal> terminal =
        fields.has("rows")
            ? Optional.of(
                new ControlRequest.Terminal(rows(fields), columns(fields), fields.text("term")))
            : Optional.empty();
    return new ControlRequest.Enter(app, argv, terminal);
  }

  private static int rows(JsonFields fields) throws GuestSessionException {
    return (int) fields.integer("rows", 0, MOST_ROWS);
  }

  private static int columns(JsonFields fields) throws GuestSessionException {
    return (int) fields.integer("cols", 0, MOST_ROWS);
  }

  static byte[] write(ControlAnswer answer) {
    JsonText json = new JsonText();
    switch (answer) {
      case ControlAnswer.Accepted accepted -> json.text("answer", "accepted");
      case ControlAnswer.Refused refused ->
          json.text("answer", "refused").text("reason", refused.reason());
      case ControlAnswer.Exited exited ->
          json.text("answer", "exited").integer("status", exited.status());
      case ControlAnswer.Failed failed ->
          json.text("answer", "failed")
              .text("reason", failed.reason())
              .integer("status", failed.status());
    }
    return json.bytes();
  }

  static ControlAnswer readAnswer(byte[] json) throws GuestSessionException {
    JsonFields fields = JsonFields.parse(json);
    return switch (fields.text("answer")) {
      case "accepted" -> new ControlAnswer.Accepted();
      case "refused" -> new ControlAnswer.Refused(fields.text("reason"));
      case "exited" -> new ControlAnswer.Exited((int) fields.integer("status", 0, 255));
      case "failed" ->
          new ControlAnswer.Failed(fields.text("reason"), (int) fields.integer("status", 0, 255));
      default ->
          throw GuestSessionException.protocol("unknown answer '" + fields.text("answer") + "'");
    };
  }
}
