package io.stage1kvm.manifest.json;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// The way from the root of a document to a value. A chain of steps, so that going deeper costs no
/// string; a step is a member's name or an item's index.
final class JsonPath {
  static final JsonPath ROOT = new JsonPath(null, "");

  private final JsonPath parent;
  private final Object step;

  private JsonPath(JsonPath parent, Object step) {
    this.parent = parent;
    this.step = step;
  }

  JsonPath then(Object step) {
    return new JsonPath(this, step);
  }

  List<Object> steps() {
    List<Object> steps = new ArrayList<>();
    for (JsonPath path = this; path.parent != null; path = path.parent) {
      steps.add(path.step);
    }
    Collections.reverse(steps);
    return steps;
  }

  /// As in `$.apps[0]['odd name']`.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("$");
    for (Object step : steps()) {
      String name = step.toString();
      if (step instanceof Integer) {
        text.append('[').append(name).append(']');
      } else if (isPlain(name)) {
        text.append('.').append(name);
      } else {
        text.append("['").append(Printable.of(name).replace("'", "\\'")).append("']");
      }
    }
    return text.toString();
  }

  private static boolean isPlain(String name) {
    return !name.isEmpty()
        && name.chars().allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || c == '_'));
  }
}
