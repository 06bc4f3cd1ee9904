package io.stage1kvm.aci.cli;

import io.stage1kvm.manifest.type.ACName;
import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.InvalidValueException;
import io.stage1kvm.manifest.type.MountPoint;
import io.stage1kvm.manifest.type.Port;
import java.util.LinkedHashMap;
import java.util.Map;

/// A name and values as actool's options have them: `http,protocol=tcp,port=80`.
final class NamedValues {
  private final String option;
  private final String text;
  private final String name;
  private final Map<String, String> values = new LinkedHashMap<>();

  private NamedValues(String option, String text) {
    this.option = option;
    this.text = text;
    String[] parts = text.split(",");
    this.name = parts[0];
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      if (equals < 1) {
        throw bad("have the form NAME,KEY=VALUE,…");
      }
      values.put(parts[i].substring(0, equals), parts[i].substring(equals + 1));
    }
  }

  static Port port(String text) {
    NamedValues given = new NamedValues("--port", text);
    String protocol = given.take("protocol", "tcp");
    int port = given.number("port", null);
    int count = given.number("count", "1");
    boolean activated = given.flag("socketActivated");
    given.refuseRest();
    return new Port(new ACName(given.name), protocol, port, count, activated, Extensions.NONE);
  }

  static MountPoint mountPoint(String text) {
    NamedValues given = new NamedValues("--mount", text);
    String path = given.take("path", null);
    boolean readOnly = given.flag("readOnly");
    given.refuseRest();
    return new MountPoint(given.name, path, readOnly);
  }

  private String take(String key, String otherwise) {
    String value = values.remove(key);
    if (value == null && otherwise == null) {
      throw bad("have a value for '" + key + "'");
    }
    return value == null ? otherwise : value;
  }

  private int number(String key, String otherwise) {
    try {
      return Integer.parseInt(take(key, otherwise));
    } catch (NumberFormatException e) {
      throw bad("have a number as '" + key + "'");
    }
  }

  private boolean flag(String key) {
    return switch (take(key, "false")) {
      case "true" -> true;
      case "false" -> false;
      default -> throw bad("have true or false as '" + key + "'");
    };
  }

  private void refuseRest() {
    if (!values.isEmpty()) {
      throw bad("not have a value for '" + values.keySet().iterator().next() + "'");
    }
  }

  private InvalidValueException bad(String rule) {
    return InvalidValueException.of(option, text, rule);
  }
}
