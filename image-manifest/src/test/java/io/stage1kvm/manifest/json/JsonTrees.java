package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.type.JsonValue;

/// JSON text as a tree, for tests in other packages.
public final class JsonTrees {
  private JsonTrees() {}

  public static JsonValue parse(String json) {
    try {
      return JsonText.parse(json, Problems.first());
    } catch (Problem problem) {
      throw new IllegalArgumentException(problem.getMessage(), problem);
    }
  }
}
