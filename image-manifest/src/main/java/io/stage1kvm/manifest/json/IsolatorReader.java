package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.isolator.Isolator;
import io.stage1kvm.manifest.isolator.IsolatorEntry;
import io.stage1kvm.manifest.isolator.Isolators;
import io.stage1kvm.manifest.isolator.LinuxCpuShares;
import io.stage1kvm.manifest.isolator.LinuxNoNewPrivileges;
import io.stage1kvm.manifest.isolator.LinuxOomScoreAdj;
import io.stage1kvm.manifest.isolator.UnixSysctl;
import io.stage1kvm.manifest.isolator.UnknownIsolator;
import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.JsonValue.JsonNull;

/// Reads a list of isolators.
final class IsolatorReader {
  private IsolatorReader() {}

  static Isolators read(Node node) throws Problem {
    return new Isolators(node.items(IsolatorReader::entry));
  }

  private static IsolatorEntry entry(Node node) throws Problem {
    Fields fields = new Fields(node);
    ACIdentifier name = fields.required("name", TypeReader::identifier);
    if (IsolatorValueReader.isObject(name.value())) {
      // The value reader also finds what is unknown inside the value.
      IsolatorEntry inner =
          fields.required("value", n -> IsolatorValueReader.read(name.value(), n));
      return new IsolatorEntry(inner.isolator(), fields.rest(), inner.valueExtensions());
    }
    Isolator isolator = plain(name, fields);
    return new IsolatorEntry(isolator, fields.rest(), Extensions.NONE);
  }

  /// Isolators whose value is not an object with fields.
  private static Isolator plain(ACIdentifier name, Fields fields) throws Problem {
    return switch (name.value()) {
      case "os/linux/no-new-privileges" ->
          fields.required("value", n -> new LinuxNoNewPrivileges(n.bool()));
      case "os/linux/oom-score-adj" ->
          fields.required(
              "value",
              n ->
                  new LinuxOomScoreAdj(
                      n.integer(name.value(), LinuxOomScoreAdj.MIN, LinuxOomScoreAdj.MAX)));
      case "os/linux/cpu-shares" ->
          fields.required(
              "value",
              n ->
                  new LinuxCpuShares(
                      n.integer(name.value(), LinuxCpuShares.MIN, LinuxCpuShares.MAX)));
      case "os/unix/sysctl" -> fields.required("value", n -> new UnixSysctl(n.stringMap()));
      default ->
          new UnknownIsolator(name, fields.optional("value", Node::value).orElse(JsonNull.NULL));
    };
  }
}
