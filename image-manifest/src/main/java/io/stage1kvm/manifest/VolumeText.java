package io.stage1kvm.manifest;

import io.stage1kvm.manifest.type.ACName;
import io.stage1kvm.manifest.type.AbsolutePath;
import io.stage1kvm.manifest.type.Check;
import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.FileMode;
import io.stage1kvm.manifest.type.InvalidValueException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Volumes as rkt's command line has them: a name, then `key=value` parts, all parted by commas.
final class VolumeText {
  private final String text;
  private final Map<String, String> parts = new HashMap<>();

  private VolumeText(String text) {
    this.text = text;
    String[] fields = text.split(",", -1);
    for (int i = 1; i < fields.length; i++) {
      int equals = fields[i].indexOf('=');
      if (equals < 0) {
        throw invalid("have a value for '" + fields[i] + "'");
      }
      String key = fields[i].substring(0, equals);
      if (parts.put(key, fields[i].substring(equals + 1)) != null) {
        throw invalid("give '" + key + "' only once");
      }
    }
  }

  static Volume parse(String text) {
    return new VolumeText(text).volume();
  }

  private Volume volume() {
    int comma = text.indexOf(',');
    ACName name = new ACName(comma < 0 ? text : text.substring(0, comma));
    String kind = take("kind").orElse("");
    Optional<Boolean> readOnly = take("readOnly").map(this::bool);
    Optional<Boolean> recursive = take("recursive").map(this::bool);
    Volume volume =
        switch (kind) {
          case "host" -> {
            String source = take("source").orElseThrow(() -> invalid("have a source"));
            yield new HostVolume(
                name, new AbsolutePath(source), readOnly, recursive, Extensions.NONE);
          }
          case "empty" ->
              new EmptyVolume(
                  name,
                  readOnly,
                  recursive,
                  take("mode").map(FileMode::parse).orElse(EmptyVolume.DEFAULT_MODE),
                  take("uid").map(this::id).orElse(0L),
                  take("gid").map(this::id).orElse(0L),
                  Extensions.NONE);
          default -> throw invalid("have kind=host or kind=empty");
        };
    if (!parts.isEmpty()) {
      throw invalid("not have '" + parts.keySet().stream().sorted().findFirst().get() + "'");
    }
    return volume;
  }

  private Optional<String> take(String key) {
    return Optional.ofNullable(parts.remove(key));
  }

  /// The spellings that Go's flags know, and so rkt.
  private boolean bool(String value) {
    return switch (value) {
      case "1", "t", "T", "true", "TRUE", "True" -> true;
      case "0", "f", "F", "false", "FALSE", "False" -> false;
      default -> throw invalid("not have '" + value + "' where true or false is wanted");
    };
  }

  private long id(String value) {
    if (value.isEmpty() || value.length() > 10 || !Check.consistsOf(value, "0123456789")) {
      throw invalid("not have '" + value + "' where a user or group ID is wanted");
    }
    return Long.parseLong(value);
  }

  private InvalidValueException invalid(String rule) {
    return InvalidValueException.of("volume", text, rule);
  }
}
