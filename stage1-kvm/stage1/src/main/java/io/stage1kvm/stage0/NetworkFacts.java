package io.stage1kvm.stage0;

import io.stage1kvm.stage0.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A network of a pod, as stage1 wrote it down.
///
/// @param fields those of `net-info.json` that rkt shows, in its order
record NetworkFacts(Map<String, String> fields) {
  private static final List<String> NAMES =
      List.of("netName", "netConf", "pluginPath", "ifName", "ip", "args", "mask");

  /// Reads the array of a `net-info.json`; `null` is none.
  static List<NetworkFacts> parse(String json) throws IOException {
    List<NetworkFacts> networks = new ArrayList<>();
    if (Json.read(json) instanceof List<?> list) {
      for (Object network : list) {
        if (!(network instanceof Map<?, ?> members)) {
          throw new IOException("net-info.json must be an array of objects");
        }
        networks.add(of(members));
      }
    }
    return networks;
  }

  private static NetworkFacts of(Map<?, ?> members) {
    Map<String, String> fields = new LinkedHashMap<>();
    for (String name : NAMES) {
      fields.put(name, members.get(name) instanceof String text ? text : "");
    }
    return new NetworkFacts(fields);
  }

  /// `default:ip4=172.16.28.2`.
  String shown() {
    return fields.get("netName") + ":ip4=" + fields.get("ip");
  }
}
