package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.isolator.IsolatorEntry;
import io.stage1kvm.manifest.isolator.LinuxApparmorProfile;
import io.stage1kvm.manifest.isolator.LinuxCapabilitiesRemoveSet;
import io.stage1kvm.manifest.isolator.LinuxCapabilitiesRetainSet;
import io.stage1kvm.manifest.isolator.LinuxCpuShares;
import io.stage1kvm.manifest.isolator.LinuxNoNewPrivileges;
import io.stage1kvm.manifest.isolator.LinuxOomScoreAdj;
import io.stage1kvm.manifest.isolator.LinuxSeccompRemoveSet;
import io.stage1kvm.manifest.isolator.LinuxSeccompRetainSet;
import io.stage1kvm.manifest.isolator.LinuxSelinuxContext;
import io.stage1kvm.manifest.isolator.ResourceBlockBandwidth;
import io.stage1kvm.manifest.isolator.ResourceBlockIops;
import io.stage1kvm.manifest.isolator.ResourceCpu;
import io.stage1kvm.manifest.isolator.ResourceMemory;
import io.stage1kvm.manifest.isolator.ResourceNetworkBandwidth;
import io.stage1kvm.manifest.isolator.UnixSysctl;
import io.stage1kvm.manifest.isolator.UnknownIsolator;
import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonBoolean;
import io.stage1kvm.manifest.type.JsonValue.JsonNumber;
import io.stage1kvm.manifest.type.Quantity;
import java.util.List;
import java.util.Optional;

/// Writes isolators.
final class IsolatorWriter {
  private IsolatorWriter() {}

  static JsonValue entry(IsolatorEntry entry) {
    return new Members()
        .put("name", entry.isolator().name())
        .put("value", value(entry))
        .with(entry.extensions());
  }

  private static JsonValue value(IsolatorEntry entry) {
    return switch (entry.isolator()) {
      case ResourceCpu cpu -> resource(entry, cpu.request(), cpu.limit());
      case ResourceMemory memory -> resource(entry, memory.request(), memory.limit());
      case ResourceBlockBandwidth bandwidth -> defaultLimit(entry, bandwidth.limit());
      case ResourceBlockIops iops -> defaultLimit(entry, iops.limit());
      case ResourceNetworkBandwidth bandwidth -> defaultLimit(entry, bandwidth.limit());
      case LinuxCapabilitiesRetainSet caps -> set(entry, caps.set(), Optional.empty());
      case LinuxCapabilitiesRemoveSet caps -> set(entry, caps.set(), Optional.empty());
      case LinuxSeccompRetainSet seccomp -> set(entry, seccomp.set(), seccomp.errno());
      case LinuxSeccompRemoveSet seccomp -> set(entry, seccomp.set(), seccomp.errno());
      case LinuxSelinuxContext context -> selinux(entry, context);
      case LinuxApparmorProfile apparmor ->
          new Members().put("profile", apparmor.profile()).with(entry.valueExtensions());
      case LinuxNoNewPrivileges privileges -> new JsonBoolean(privileges.enabled());
      case LinuxOomScoreAdj oom -> new JsonNumber(Integer.toString(oom.score()));
      case LinuxCpuShares cpu -> new JsonNumber(Integer.toString(cpu.shares()));
      case UnixSysctl sysctl -> Members.stringMap(sysctl.parameters());
      case UnknownIsolator unknown -> unknown.value();
    };
  }

  private static JsonValue resource(
      IsolatorEntry entry, Optional<Quantity> request, Optional<Quantity> limit) {
    Members members = new Members();
    request.ifPresent(quantity -> members.put("request", quantity));
    limit.ifPresent(quantity -> members.put("limit", quantity));
    return members.with(entry.valueExtensions());
  }

  private static JsonValue defaultLimit(IsolatorEntry entry, Optional<Quantity> limit) {
    Members members = new Members().put("default", true);
    limit.ifPresent(quantity -> members.put("limit", quantity));
    return members.with(entry.valueExtensions());
  }

  private static JsonValue set(IsolatorEntry entry, List<String> set, Optional<String> errno) {
    Members members = new Members().put("set", Members.array(set, TypeWriter::text));
    errno.ifPresent(name -> members.put("errno", name));
    return members.with(entry.valueExtensions());
  }

  private static JsonValue selinux(IsolatorEntry entry, LinuxSelinuxContext context) {
    return new Members()
        .put("user", context.user())
        .put("role", context.role())
        .put("type", context.type())
        .put("level", context.level())
        .with(entry.valueExtensions());
  }
}
