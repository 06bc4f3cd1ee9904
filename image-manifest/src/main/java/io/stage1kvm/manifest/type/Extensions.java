package io.stage1kvm.manifest.type;

import java.util.Map;

/// The fields of a JSON object that the specification does not know, in the order of the document.
/// They are carried along, so that rewriting a manifest loses nothing.
public record Extensions(Map<String, JsonValue> fields) {
  public static final Extensions NONE = new Extensions(Map.of());

  public Extensions {
    fields = Check.ordered(fields);
  }

  public boolean isEmpty() {
    return fields.isEmpty();
  }
}
