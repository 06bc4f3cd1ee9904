package io.stage1kvm.manifest.schema;

import io.stage1kvm.manifest.EmptyVolume;
import io.stage1kvm.manifest.HostVolume;
import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.PodManifest;
import io.stage1kvm.manifest.RuntimeImage;
import io.stage1kvm.manifest.Volume;
import io.stage1kvm.manifest.isolator.IsolatorEntry;
import io.stage1kvm.manifest.json.Json;
import io.stage1kvm.manifest.type.ACKind;
import io.stage1kvm.manifest.type.Annotation;
import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonObject;
import io.stage1kvm.manifest.type.Label;
import io.stage1kvm.manifest.type.OsArch;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/// Makes the schema of a manifest by walking its records.
///
/// The name of a component is the name of the field; an [Optional], a list or a map may be absent;
/// so may what has a default.
public final class ManifestSchema {
  private static final String DRAFT = "https://json-schema.org/draft/2020-12/schema";

  /// Fields whose type does not tell that they may be left out.
  private static final Set<String> DEFAULTS =
      Set.of("value", "count", "uid", "gid", "mode", "readOnly", "socketActivated", "exec");

  private final Map<String, JsonValue> definitions = new TreeMap<>();
  private final Map<Class<?>, JsonObject> values = Values.all();

  private ManifestSchema() {}

  /// The schema of image manifests, indented, with an end of line.
  public static String image() {
    return new ManifestSchema().document(ImageManifest.class, ACKind.IMAGE_MANIFEST);
  }

  /// The schema of pod manifests, indented, with an end of line.
  public static String pod() {
    return new ManifestSchema().document(PodManifest.class, ACKind.POD_MANIFEST);
  }

  private String document(Class<?> type, ACKind kind) {
    JsonObject root = withConstant(object(type), "acKind", kind.toString());
    Map<String, JsonValue> document = new LinkedHashMap<>();
    document.put("$schema", new JsonValue.JsonString(DRAFT));
    document.put("title", new JsonValue.JsonString("appc 0.8.11 " + kind));
    document.putAll(root.members());
    document.put("$defs", new JsonObject(definitions));
    return Json.pretty(new JsonObject(document)) + "\n";
  }

  /// An object with the components of a record as its fields.
  JsonObject object(Class<?> type) {
    Map<String, JsonValue> properties = new LinkedHashMap<>();
    List<String> required = new ArrayList<>();
    for (RecordComponent component : type.getRecordComponents()) {
      if (component.getType() != Extensions.class) {
        JsonValue schema = of(type, component);
        boolean needed = isNeeded(component);
        properties.put(
            component.getName(),
            needed || type == RuntimeImage.class && component.getName().equals("id")
                ? schema
                : Nodes.orNull(schema));
        if (needed) {
          required.add(component.getName());
        }
      }
    }
    JsonObject object = Nodes.object("type", "object", "properties", new JsonObject(properties));
    return required.isEmpty() ? object : Nodes.with(object, "required", required);
  }

  /// The type of a field.
  JsonValue of(Class<?> owner, RecordComponent component) {
    String field = component.getName();
    Type type = component.getGenericType();
    if (field.equals("workingDirectory")) {
      // Empty is as good as absent.
      return Nodes.pattern("^(/|$)");
    }
    JsonValue schema = of(owner, field, type);
    return field.equals("set") ? Nodes.with((JsonObject) schema, "minItems", 1) : schema;
  }

  private JsonValue of(Class<?> owner, String field, Type type) {
    if (type instanceof ParameterizedType generic) {
      Type argument = generic.getActualTypeArguments()[0];
      return switch (((Class<?>) generic.getRawType()).getSimpleName()) {
        case "Optional" -> of(owner, field, argument);
        case "List" -> Nodes.array(of(owner, field, argument));
        default -> Nodes.object("type", "object", "additionalProperties", Nodes.type("string"));
      };
    }
    if (type == String.class) {
      return Values.text(owner, field);
    }
    if (type == boolean.class || type == Boolean.class) {
      return Nodes.type("boolean");
    }
    if (type == int.class
        || type == long.class
        || type == Long.class
        || type == OptionalLong.class) {
      return Values.integer(field);
    }
    return of((Class<?>) type);
  }

  /// A type of its own: defined once.
  JsonValue of(Class<?> type) {
    if (isList(type)) {
      RecordComponent items = type.getRecordComponents()[0];
      return of(type, items.getName(), items.getGenericType());
    }
    String name = type.getSimpleName();
    if (!definitions.containsKey(name)) {
      // First the name, since an app may be in an app some day.
      definitions.put(name, Nodes.object());
      definitions.put(name, define(type));
    }
    return Nodes.ref(name);
  }

  private JsonValue define(Class<?> type) {
    if (values.containsKey(type)) {
      return values.get(type);
    }
    if (type == Volume.class) {
      return Nodes.anyOf(
          withConstant(without(object(HostVolume.class), "mode", "uid", "gid"), "kind", "host"),
          withConstant(withEmpty(object(EmptyVolume.class)), "kind", "empty"));
    }
    if (type == IsolatorEntry.class) {
      return new IsolatorSchema(this).make();
    }
    if (type == Label.class) {
      return label(object(type));
    }
    return type == Annotation.class ? annotation(object(type)) : object(type);
  }

  private static JsonObject label(JsonObject object) {
    JsonObject os = Nodes.object("enum", OsArch.systems());
    JsonObject named =
        Nodes.object("properties", Nodes.object("name", Nodes.object("const", "name")));
    return Nodes.with(
        Nodes.with(object, "allOf", List.of(Nodes.whenNamed("os", os))),
        "not",
        Nodes.with(named, "required", List.of("name")));
  }

  private static JsonObject annotation(JsonObject object) {
    JsonObject time =
        Nodes.pattern(
            "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]{1,9})?(Z|[+-][0-9]{2}:[0-9]{2})$");
    JsonObject url = Nodes.pattern("^[Hh][Tt][Tt][Pp][Ss]?://[^/?#:\\s]");
    return Nodes.with(
        object,
        "allOf",
        List.of(
            Nodes.whenNamed("created", time),
            Nodes.whenNamed("homepage", url),
            Nodes.whenNamed("documentation", url)));
  }

  private static JsonObject withConstant(JsonObject object, String name, String value) {
    JsonObject changed = withProperty(object, name, Nodes.object("const", value));
    List<Object> required = new ArrayList<>();
    required.add(name);
    if (object.members().get("required") instanceof JsonValue.JsonArray array) {
      required.addAll(array.items());
    }
    return Nodes.with(changed, "required", required);
  }

  private static JsonObject withEmpty(JsonObject object) {
    return withProperty(
        object, "source", Nodes.object("enum", List.of("", JsonValue.JsonNull.NULL)));
  }

  private static JsonObject without(JsonObject object, String... fields) {
    JsonObject changed = object;
    for (String field : fields) {
      changed = withProperty(changed, field, Nodes.type("null"));
    }
    return changed;
  }

  private static JsonObject withProperty(JsonObject object, String name, JsonValue schema) {
    Map<String, JsonValue> properties = new LinkedHashMap<>();
    properties.put(name, schema);
    properties.putAll(((JsonObject) object.members().get("properties")).members());
    return Nodes.with(object, "properties", new JsonObject(properties));
  }

  /// A record that stands for its list, such as labels.
  private static boolean isList(Class<?> type) {
    return type.isRecord()
        && type.getRecordComponents().length == 1
        && type.getRecordComponents()[0].getType() == List.class;
  }

  private static boolean isNeeded(RecordComponent component) {
    Class<?> type = component.getType();
    boolean absent =
        type == Optional.class
            || type == OptionalLong.class
            || type == Map.class
            || type == boolean.class
            || isList(type)
            || type == List.class && !component.getName().equals("set");
    return !absent && !DEFAULTS.contains(component.getName());
  }
}
