package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.isolator.Isolator;
import io.stage1kvm.manifest.isolator.IsolatorEntry;
import io.stage1kvm.manifest.isolator.IsolatorNames;
import io.stage1kvm.manifest.isolator.Isolators;
import io.stage1kvm.manifest.isolator.LinuxCpuShares;
import io.stage1kvm.manifest.isolator.LinuxNoNewPrivileges;
import io.stage1kvm.manifest.isolator.LinuxOomScoreAdj;
import io.stage1kvm.manifest.isolator.UnixSysctl;
import io.stage1kvm.manifest.isolator.UnknownIsolator;
import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonNull;
import io.stage1kvm.manifest.type.ManifestRule;
import io.stage1kvm.manifest.type.ManifestRule.Actool;
import java.util.Optional;

/// Reads a list of isolators.
final class IsolatorReader {
  private final boolean ofPod;

  private IsolatorReader(boolean ofPod) {
    this.ofPod = ofPod;
  }

  /// Those of an app.
  static Isolators read(Node node) throws Problem {
    return node.set(new IsolatorReader(false)::entry, Isolators::new);
  }

  /// Those of a pod. actool does not see whether they agree, and lets unknown ones pass.
  static Isolators readPod(Node node) throws Problem {
    return node.set(new IsolatorReader(true)::entry, Isolators::new, ManifestRule.ISOLATOR_POD);
  }

  private IsolatorEntry entry(Node node) throws Problem {
    Fields fields = new Fields(ofPod ? node : node.notNull());
    ACIdentifier name =
        ofPod
            ? fields.requiredUnseen("name", true, TypeReader::identifier)
            : fields.required("name", TypeReader::identifier);
    if (name == null) {
      // What the value must be cannot be told.
      throw Problem.TOLD;
    }
    remarkScope(node, name);
    if (IsolatorValueReader.isObject(name.value())) {
      // The value reader also finds what is unknown inside the value.
      IsolatorEntry inner =
          fields.required("value", n -> IsolatorValueReader.read(name.value(), n));
      Extensions extensions = fields.rest();
      return new IsolatorEntry(inner.isolator(), extensions, inner.valueExtensions());
    }
    Isolator isolator = plain(node, name, fields);
    Extensions extensions = fields.rest();
    return new IsolatorEntry(isolator, extensions, Extensions.NONE);
  }

  /// Isolators whose value is not an object with fields.
  private Isolator plain(Node node, ACIdentifier name, Fields fields) throws Problem {
    return switch (name.value()) {
      case "os/linux/no-new-privileges" ->
          fields.required("value", n -> new LinuxNoNewPrivileges(n.bool()));
      case "os/linux/oom-score-adj" ->
          fields.required(
              "value",
              n ->
                  new LinuxOomScoreAdj(
                      n.integer(
                          name.value(),
                          LinuxOomScoreAdj.MIN,
                          LinuxOomScoreAdj.MAX,
                          ManifestRule.ISOLATOR_VALUE)));
      case "os/linux/cpu-shares" ->
          fields.required(
              "value",
              n ->
                  new LinuxCpuShares(
                      n.integer(
                          name.value(),
                          LinuxCpuShares.MIN,
                          LinuxCpuShares.MAX,
                          ManifestRule.ISOLATOR_VALUE)));
      case "os/unix/sysctl" -> fields.required("value", n -> new UnixSysctl(n.stringMap()));
      default -> unknown(node, name, fields.optional("value", Node::value));
    };
  }

  private Isolator unknown(Node node, ACIdentifier name, Optional<JsonValue> value) {
    node.problems()
        .remark(
            node.path(),
            ManifestRule.ISOLATOR_UNKNOWN,
            ofPod ? Actool.ACCEPTS : Actool.REFUSES,
            "isolator '" + name + "' is not of the specification");
    if (value.isEmpty()) {
      node.problems().remark(node.path(), ManifestRule.ISOLATOR_NO_VALUE, "value should be set");
    }
    return new UnknownIsolator(name, value.orElse(JsonNull.NULL));
  }

  private void remarkScope(Node node, ACIdentifier name) {
    boolean fits = ofPod ? IsolatorNames.isForPod(name) : IsolatorNames.isForApp(name);
    if (!fits) {
      String text = "isolator '%s' is for %s only".formatted(name, ofPod ? "an app" : "a pod");
      node.problems().remark(node.path(), ManifestRule.ISOLATOR_SCOPE, text);
    }
  }
}
