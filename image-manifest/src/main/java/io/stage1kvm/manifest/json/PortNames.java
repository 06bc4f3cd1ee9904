package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.type.ACName;
import io.stage1kvm.manifest.type.ManifestRule;
import io.stage1kvm.manifest.type.Port;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// A pod exposes ports by their names, so no two may have the same (pods.md, `ports`).
final class PortNames {
  private PortNames() {}

  /// Of one app.
  static void remark(Node node, List<Port> ports) {
    if (node.problems().wantsRemarks()) {
      remark(node.problems(), node.path(), ports, new HashSet<>());
    }
  }

  /// @param seen names of other apps; those of this one are added
  static void remark(Problems problems, JsonPath path, List<Port> ports, Set<ACName> seen) {
    for (int i = 0; i < ports.size(); i++) {
      if (!seen.add(ports.get(i).name())) {
        String text = "port '" + ports.get(i).name() + "' should not be given twice in a pod";
        problems.remark(path.then(i).then("name"), ManifestRule.PORT_NAMES, text);
      }
    }
  }
}
