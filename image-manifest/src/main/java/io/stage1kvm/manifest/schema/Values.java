package io.stage1kvm.manifest.schema;

import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.ACName;
import io.stage1kvm.manifest.type.ACVersion;
import io.stage1kvm.manifest.type.AbsolutePath;
import io.stage1kvm.manifest.type.Check;
import io.stage1kvm.manifest.type.EventHandler;
import io.stage1kvm.manifest.type.FileMode;
import io.stage1kvm.manifest.type.IPv4Address;
import io.stage1kvm.manifest.type.ImageID;
import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonObject;
import io.stage1kvm.manifest.type.Principal;
import io.stage1kvm.manifest.type.Quantity;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/// The types that are one value in JSON, and the ranges of plain numbers. A pattern admits what the
/// type admits, apart from lengths.
final class Values {
  private static final String NUMBER = "(0|[1-9][0-9]*)";
  private static final String OCTET = "(25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])";
  private static final String PRE_RELEASE = "(" + NUMBER + "|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)";
  private static final String AMOUNT = "([0-9]+\\.?[0-9]*|\\.[0-9]+)";
  private static final String SUFFIX = "([numkKMGTPE]|[KMGTPE]i|[eE][+-]?[0-9]+)?";
  private static final long MAX_PORT = 65535;

  private Values() {}

  /// By name of the type, for `$defs`.
  static Map<Class<?>, JsonObject> all() {
    Map<Class<?>, JsonObject> all = new LinkedHashMap<>();
    all.put(ACIdentifier.class, Nodes.pattern("^[a-z0-9]([a-z0-9._~/-]*[a-z0-9])?$"));
    all.put(ACName.class, Nodes.pattern("^[a-z0-9]([a-z0-9-]*[a-z0-9])?$"));
    all.put(
        ACVersion.class,
        Nodes.pattern(
            "^(?!0\\.0\\.0$)%1$s\\.%1$s\\.%1$s(-%2$s(\\.%2$s)*)?(\\+[0-9a-zA-Z-]+(\\.[0-9a-zA-Z-]+)*)?$"
                .formatted(NUMBER, PRE_RELEASE)));
    all.put(AbsolutePath.class, Nodes.pattern("^/"));
    all.put(ImageID.class, Nodes.pattern("^sha512-([0-9a-f]{1,128}|[0-9a-f]{0,128}\\.{3})$"));
    all.put(Principal.class, Nodes.object("type", "string", "minLength", 1));
    all.put(FileMode.class, Nodes.pattern("^0{0,5}[0-7]{1,4}$"));
    // Some writers leave it empty.
    all.put(IPv4Address.class, Nodes.pattern("^(%1$s(\\.%1$s){3})?$".formatted(OCTET)));
    all.put(
        EventHandler.Event.class,
        Nodes.object(
            "enum", Arrays.stream(EventHandler.Event.values()).map(Object::toString).toList()));
    all.put(
        Quantity.class,
        Nodes.anyOf(
            Nodes.object("type", "number", "minimum", 0),
            Nodes.pattern("^\\s*(\\+?%s|-[0.]+)%s\\s*$".formatted(AMOUNT, SUFFIX))));
    return all;
  }

  /// A whole number.
  static JsonObject integer(String field) {
    return switch (field) {
      case "port", "hostPort" -> Nodes.integer(1, MAX_PORT);
      case "count" -> Nodes.integer(0, MAX_PORT);
      case "uid", "gid", "supplementaryGIDs" -> Nodes.integer(0, Check.MAX_ID);
      case "size" -> Nodes.object("type", "integer", "minimum", 0);
      default -> throw new IllegalArgumentException(field);
    };
  }

  /// Plain text.
  static JsonValue text(Class<?> type, String field) {
    if (field.equals("name")) {
      return Nodes.pattern("^[A-Za-z_][A-Za-z0-9_.-]*$");
    }
    if (field.equals("errno")) {
      return Nodes.pattern("^(E[A-Z0-9]*)?$");
    }
    if (type.getSimpleName().equals("LinuxSelinuxContext") && !field.equals("level")) {
      return Nodes.pattern("^[^:]+$");
    }
    boolean free = field.equals("value") || field.equals("args");
    return free ? Nodes.type("string") : Nodes.object("type", "string", "minLength", 1);
  }
}
