package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.App;
import io.stage1kvm.manifest.isolator.Isolators;
import io.stage1kvm.manifest.type.Check;
import io.stage1kvm.manifest.type.Environment;
import io.stage1kvm.manifest.type.EventHandler;
import io.stage1kvm.manifest.type.Exec;
import io.stage1kvm.manifest.type.ManifestRule;
import io.stage1kvm.manifest.type.Port;
import io.stage1kvm.manifest.type.Principal;
import java.util.List;

/// Reads the `app` of an image or of a pod's app.
final class AppReader {
  private AppReader() {}

  static App read(Node node) throws Problem {
    Fields fields = new Fields(node);
    return new App(
        fields.or("exec", TypeReader::exec, Exec.NONE),
        fields.set("eventHandlers", TypeReader::eventHandler, AppReader::unique),
        fields.required("user", n -> principal("user", n)),
        fields.required("group", n -> principal("group", n)),
        fields.list("supplementaryGIDs", AppReader::groupID),
        fields.optionalText("workingDirectory", TypeReader::path),
        fields.or("environment", TypeReader::environment, Environment.NONE),
        fields.list("mountPoints", TypeReader::mountPoint),
        fields.or("ports", AppReader::ports, List.of()),
        fields.or("isolators", IsolatorReader::read, Isolators.NONE),
        fields.stringMap("userAnnotations"),
        fields.stringMap("userLabels"),
        fields.rest());
  }

  private static List<EventHandler> unique(List<EventHandler> handlers) {
    return Check.unique("event handler", handlers, EventHandler::name);
  }

  private static List<Port> ports(Node node) throws Problem {
    List<Port> ports = node.items(TypeReader::port);
    PortNames.remark(node, ports);
    return ports;
  }

  private static Long groupID(Node node) throws Problem {
    return Check.range("group ID", node.integer(), 0, Check.MAX_ID, ManifestRule.ID_RANGE);
  }

  private static Principal principal(String field, Node node) throws Problem {
    String name = node.string();
    if (name.isEmpty()) {
      throw new Problem(node.path(), ManifestRule.NOT_EMPTY, field + " must not be empty");
    }
    return new Principal(name);
  }
}
