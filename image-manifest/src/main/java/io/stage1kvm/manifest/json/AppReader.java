package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.App;
import io.stage1kvm.manifest.isolator.Isolators;
import io.stage1kvm.manifest.type.Environment;
import io.stage1kvm.manifest.type.Exec;
import io.stage1kvm.manifest.type.Principal;

/// Reads the `app` of an image or of a pod's app.
final class AppReader {
  private AppReader() {}

  static App read(Node node) throws Problem {
    Fields fields = new Fields(node);
    return new App(
        fields.or("exec", TypeReader::exec, Exec.NONE),
        fields.list("eventHandlers", TypeReader::eventHandler),
        fields.required("user", n -> principal("user", n)),
        fields.required("group", n -> principal("group", n)),
        fields.list("supplementaryGIDs", Node::integer),
        fields.optionalText("workingDirectory", TypeReader::path),
        fields.or("environment", TypeReader::environment, Environment.NONE),
        fields.list("mountPoints", TypeReader::mountPoint),
        fields.list("ports", TypeReader::port),
        fields.or("isolators", IsolatorReader::read, Isolators.NONE),
        fields.stringMap("userAnnotations"),
        fields.stringMap("userLabels"),
        fields.rest());
  }

  private static Principal principal(String field, Node node) throws Problem {
    String name = node.string();
    if (name.isEmpty()) {
      throw new Problem(node.path(), field + " must not be empty");
    }
    return new Principal(name);
  }
}
