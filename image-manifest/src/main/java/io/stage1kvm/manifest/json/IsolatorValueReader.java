package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.isolator.Isolator;
import io.stage1kvm.manifest.isolator.IsolatorEntry;
import io.stage1kvm.manifest.isolator.LinuxApparmorProfile;
import io.stage1kvm.manifest.isolator.LinuxCapabilitiesRemoveSet;
import io.stage1kvm.manifest.isolator.LinuxCapabilitiesRetainSet;
import io.stage1kvm.manifest.isolator.LinuxSeccompRemoveSet;
import io.stage1kvm.manifest.isolator.LinuxSeccompRetainSet;
import io.stage1kvm.manifest.isolator.LinuxSelinuxContext;
import io.stage1kvm.manifest.isolator.ResourceBlockBandwidth;
import io.stage1kvm.manifest.isolator.ResourceBlockIops;
import io.stage1kvm.manifest.isolator.ResourceCpu;
import io.stage1kvm.manifest.isolator.ResourceMemory;
import io.stage1kvm.manifest.isolator.ResourceNetworkBandwidth;
import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.ManifestRule;
import io.stage1kvm.manifest.type.Quantity;
import java.util.List;
import java.util.Optional;

/// Reads the isolators whose value is an object with fields.
final class IsolatorValueReader {
  private final Fields fields;

  private IsolatorValueReader(Fields fields) {
    this.fields = fields;
  }

  static boolean isObject(String name) {
    return switch (name) {
      case "resource/cpu",
          "resource/memory",
          "resource/block-bandwidth",
          "resource/block-iops",
          "resource/network-bandwidth",
          "os/linux/capabilities-retain-set",
          "os/linux/capabilities-remove-set",
          "os/linux/seccomp-retain-set",
          "os/linux/seccomp-remove-set",
          "os/linux/selinux-context",
          "os/linux/apparmor-profile" ->
          true;
      default -> false;
    };
  }

  static IsolatorEntry read(String name, Node node) throws Problem {
    IsolatorValueReader reader = new IsolatorValueReader(new Fields(node));
    Isolator isolator = reader.isolator(name);
    return new IsolatorEntry(isolator, Extensions.NONE, reader.fields.rest());
  }

  private Isolator isolator(String name) throws Problem {
    return switch (name) {
      case "resource/cpu" -> {
        isDefault(false);
        Optional<Quantity> request = quantity("request");
        Optional<Quantity> limit = quantity("limit");
        fields.check();
        yield new ResourceCpu(request, limit);
      }
      case "resource/memory" -> {
        isDefault(false);
        Optional<Quantity> request = quantity("request");
        Optional<Quantity> limit = quantity("limit");
        fields.check();
        yield new ResourceMemory(request, limit);
      }
      case "resource/block-bandwidth" -> new ResourceBlockBandwidth(defaultLimit());
      case "resource/block-iops" -> new ResourceBlockIops(defaultLimit());
      case "resource/network-bandwidth" -> new ResourceNetworkBandwidth(defaultLimit());
      case "os/linux/capabilities-retain-set" -> new LinuxCapabilitiesRetainSet(set());
      case "os/linux/capabilities-remove-set" -> new LinuxCapabilitiesRemoveSet(set());
      case "os/linux/seccomp-retain-set" -> {
        Optional<String> errno = errno();
        yield new LinuxSeccompRetainSet(set(), errno);
      }
      case "os/linux/seccomp-remove-set" -> {
        Optional<String> errno = errno();
        yield new LinuxSeccompRemoveSet(set(), errno);
      }
      case "os/linux/selinux-context" -> {
        String user = text("user");
        String role = text("role");
        String type = text("type");
        String level = text("level");
        fields.check();
        yield new LinuxSelinuxContext(user, role, type, level);
      }
      case "os/linux/apparmor-profile" -> {
        String profile = text("profile");
        fields.check();
        yield new LinuxApparmorProfile(profile);
      }
      default -> throw new IllegalArgumentException(name);
    };
  }

  /// Limits per device are not specified: `default` says that the limit is for all.
  private Optional<Quantity> defaultLimit() throws Problem {
    isDefault(true);
    fields.none(
        "request", ManifestRule.ISOLATOR_VALUE, "request must not be set for this resource");
    Optional<Quantity> limit = quantity("limit");
    fields.check();
    return limit;
  }

  private void isDefault(boolean wanted) throws Problem {
    if (wanted) {
      fields.required("default", n -> isDefault(true, n));
    } else {
      fields.optional("default", n -> isDefault(false, n));
    }
  }

  private static boolean isDefault(boolean wanted, Node node) throws Problem {
    if (node.bool() != wanted) {
      throw new Problem(
          node.path(),
          ManifestRule.ISOLATOR_VALUE,
          "default must be " + wanted + " for this resource");
    }
    return wanted;
  }

  /// A string, or as actool allows, a plain number.
  private Optional<Quantity> quantity(String field) throws Problem {
    return fields.optional(field, QuantityReader::read);
  }

  private List<String> set() throws Problem {
    List<String> set = fields.required("set", n -> n.items(Node::string));
    fields.check();
    return set;
  }

  private Optional<String> errno() throws Problem {
    return fields.optionalText("errno", Node::string);
  }

  private String text(String field) throws Problem {
    return fields.required(field, Node::string);
  }
}
