package io.stage1kvm.manifest.schema;

import io.stage1kvm.manifest.isolator.Isolator;
import io.stage1kvm.manifest.isolator.UnknownIsolator;
import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonObject;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An isolator: a name, and where the name is known, a value of its type.
final class IsolatorSchema {
  private final ManifestSchema schema;

  IsolatorSchema(ManifestSchema schema) {
    this.schema = schema;
  }

  JsonObject make() {
    List<JsonValue> cases = new ArrayList<>();
    for (Class<?> type : Isolator.class.getPermittedSubclasses()) {
      if (type != UnknownIsolator.class) {
        String name = ((ACIdentifier) constant(type, "NAME")).value();
        JsonObject known = Nodes.whenNamed(name, value(type));
        JsonObject then = (JsonObject) known.members().get("then");
        cases.add(Nodes.with(known, "then", Nodes.with(then, "required", List.of("value"))));
      }
    }
    return Nodes.object(
        "type",
        "object",
        "properties",
        Nodes.object("name", schema.of(ACIdentifier.class)),
        "required",
        List.of("name"),
        "allOf",
        cases);
  }

  private JsonValue value(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    RecordComponent first = components[0];
    if (first.getType() == boolean.class) {
      return Nodes.type("boolean");
    }
    if (first.getType() == int.class) {
      return Nodes.integer((int) constant(type, "MIN"), (int) constant(type, "MAX"));
    }
    if (first.getType() == Map.class) {
      return schema.of(type, first);
    }
    JsonObject object = schema.object(type);
    boolean resource = components[components.length - 1].getName().equals("limit");
    return resource ? withDefault(object, first.getName().equals("limit")) : object;
  }

  /// `default` says whether the limit is for all devices, for those that have devices.
  private static JsonObject withDefault(JsonObject object, boolean devices) {
    JsonObject properties = (JsonObject) object.members().get("properties");
    Map<String, JsonValue> more = new LinkedHashMap<>(properties.members());
    JsonObject fixed = Nodes.object("const", devices);
    more.put("default", devices ? fixed : Nodes.orNull(fixed));
    if (devices) {
      more.put("request", Nodes.type("null"));
    }
    JsonObject with = Nodes.with(object, "properties", new JsonObject(more));
    return devices ? Nodes.with(with, "required", List.of("default")) : with;
  }

  private static Object constant(Class<?> type, String name) {
    try {
      return type.getField(name).get(null);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " has no " + name, e);
    }
  }
}
