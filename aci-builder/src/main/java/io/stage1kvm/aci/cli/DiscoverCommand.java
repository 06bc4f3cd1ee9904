package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.discover.Discovered;
import io.stage1kvm.aci.discover.Discovery;
import io.stage1kvm.aci.discover.ImageQuery;
import io.stage1kvm.manifest.json.JsonDocument;
import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonArray;
import io.stage1kvm.manifest.type.JsonValue.JsonObject;
import io.stage1kvm.manifest.type.JsonValue.JsonString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "discover",
    description = {
      "Print where images, their signatures and keys are.",
      "Proxies come from the variables https_proxy, http_proxy and no_proxy.",
      ""
    })
final class DiscoverCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;
  @Mixin private NetworkOptions network = new NetworkOptions();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(names = "--keys", description = "Look for keys, with or without an image beside them.")
  private boolean keys;

  @Option(
      names = "--simple",
      description = "Ask no server: https://NAME-VERSION-OS-ARCH.aci, as discovery once was.")
  private boolean simple;

  @Parameters(
      paramLabel = "NAME[:VERSION][,LABEL=VALUE...]",
      arity = "1..*",
      description = "Images; os and arch are this machine's if they are not given.")
  private List<String> images;

  DiscoverCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws AciException {
    for (String image : images) {
      print(discover(image));
    }
    return 0;
  }

  private Discovered discover(String image) throws AciException {
    try {
      ImageQuery query = ImageQuery.parse(image).withDefaults();
      if (simple) {
        return Discovery.simple(query);
      }
      Discovery discovery = new Discovery(network.client(terminal), network.port());
      return keys ? discovery.discoverKeys(query) : discovery.discover(query);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }

  private void print(Discovered found) {
    if (json) {
      terminal.out().println(JsonDocument.text(document(found)));
      return;
    }
    for (Discovered.Endpoint endpoint : found.endpoints()) {
      terminal.out().println("ACI: " + endpoint.aci() + ", ASC: " + endpoint.asc());
    }
    if (!found.keys().isEmpty()) {
      terminal.out().println("PublicKeys: " + String.join(",", found.keys()));
    }
  }

  /// With actool's fields.
  private static JsonValue document(Discovered found) {
    Map<String, JsonValue> fields = new LinkedHashMap<>();
    fields.put(
        "ACIEndpoints",
        new JsonArray(found.endpoints().stream().map(DiscoverCommand::endpoint).toList()));
    fields.put(
        "PublicKeys",
        new JsonArray(found.keys().stream().<JsonValue>map(JsonString::new).toList()));
    return new JsonObject(fields);
  }

  private static JsonValue endpoint(Discovered.Endpoint endpoint) {
    Map<String, JsonValue> fields = new LinkedHashMap<>();
    fields.put("ACI", new JsonString(endpoint.aci()));
    fields.put("ASC", new JsonString(endpoint.asc()));
    return new JsonObject(fields);
  }
}
