package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.type.ACKind;
import io.stage1kvm.manifest.type.ACVersion;
import io.stage1kvm.manifest.type.ManifestRule;

/// The two fields that say what a document is.
final class Kind {
  private Kind() {}

  static void expect(ACKind kind, Fields fields) throws Problem {
    fields.required("acKind", node -> expect(kind, node));
  }

  static ACKind read(Node node) throws Problem {
    return new Fields(node).required("acKind", n -> ACKind.of(n.string()));
  }

  static ACVersion version(Node node) throws Problem {
    ACVersion version = new ACVersion(node.string());
    if (version.compareTo(ACVersion.CURRENT) > 0) {
      node.problems()
          .remark(
              node.path(),
              ManifestRule.AC_VERSION_KNOWN,
              "AC version '" + version + "' should not exceed '" + ACVersion.CURRENT + "'");
    }
    return version;
  }

  private static ACKind expect(ACKind kind, Node node) throws Problem {
    ACKind found = ACKind.of(node.string());
    if (found != kind) {
      throw new Problem(
          node.path(), ManifestRule.AC_KIND, "acKind '" + found + "' must be '" + kind + "'");
    }
    return found;
  }
}
