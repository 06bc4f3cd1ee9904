package io.stage1kvm.aci.discover;

import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.InvalidValueException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// An image as a user asks for it: a name and labels.
///
/// @param name of the image
/// @param labels in the order that they were given
public record ImageQuery(ACIdentifier name, Map<String, String> labels) {
  private static final String VERSION = "version";
  private static final String FORM = "have the form NAME[:VERSION][,LABEL=VALUE]...";

  public ImageQuery {
    labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
    labels.keySet().forEach(ACIdentifier::new);
  }

  /// @param text such as `example.com/app:1.0,os=linux`, as actool and rkt take it
  /// @throws InvalidValueException if it is none
  public static ImageQuery parse(String text) {
    String[] parts = text.split(",", -1);
    String name = parts[0];
    Map<String, String> labels = new LinkedHashMap<>();
    int colon = name.indexOf(':');
    if (colon >= 0) {
      labels.put(VERSION, name.substring(colon + 1));
      name = name.substring(0, colon);
    }
    for (int i = 1; i < parts.length; i++) {
      int equals = parts[i].indexOf('=');
      String label = equals < 1 ? "name" : parts[i].substring(0, equals);
      if (label.equals("name") || labels.put(label, parts[i].substring(equals + 1)) != null) {
        throw InvalidValueException.of("image", text, FORM);
      }
    }
    return new ImageQuery(new ACIdentifier(name), labels);
  }

  /// @return the same with labels that were not given: this machine's
  public ImageQuery withDefaults() {
    Map<String, String> all = new LinkedHashMap<>(labels);
    all.putIfAbsent("os", "linux");
    String arch = System.getProperty("os.arch");
    all.putIfAbsent("arch", arch.equals("x86_64") ? "amd64" : arch);
    return new ImageQuery(name, all);
  }

  /// What templates are filled in with; a version that was not asked for is the latest.
  Map<String, String> variables() {
    Map<String, String> variables = new LinkedHashMap<>(labels);
    if (variables.getOrDefault(VERSION, "").isEmpty()) {
      variables.put(VERSION, "latest");
    }
    variables.put("name", name.value());
    return variables;
  }

  /// An image must have the name and the labels that were asked for, and may have more.
  ///
  /// @return what it has instead
  public Optional<String> mismatch(ImageManifest manifest) {
    if (!manifest.name().equals(name)) {
      return Optional.of("its name is '%s', not '%s'".formatted(manifest.name(), name));
    }
    return labels.entrySet().stream()
        .filter(label -> !manifest.label(label.getKey()).equals(Optional.of(label.getValue())))
        .map(
            label ->
                "its label '%s' is %s, not '%s'"
                    .formatted(
                        label.getKey(),
                        manifest.label(label.getKey()).map(v -> "'" + v + "'").orElse("not there"),
                        label.getValue()))
        .findFirst();
  }
}
