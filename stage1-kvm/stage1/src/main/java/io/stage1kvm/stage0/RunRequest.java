package io.stage1kvm.stage0;

import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.Flags;
import java.util.List;
import java.util.Set;

/// What `run` is asked for.
///
/// @param pod flags of the pod and of every command
/// @param apps the images in their order
record RunRequest(Flags pod, List<AppRequest> apps) {
  private static final Set<String> HYPERVISORS = Set.of("auto", "kvm", "qemu");

  /// What a given pod manifest already decides.
  private static final List<String> DECIDED =
      List.of("volume", "mount", "set-env", "set-env-file", "inherit-env", "port");

  RunRequest {
    apps = List.copyOf(apps);
  }

  /// The rules that need no file; rkt's texts where rkt has them.
  RunRequest checked() throws FlagException {
    boolean manifest = pod.has("pod-manifest");
    if (apps.isEmpty() && !manifest) {
      throw new FlagException("must provide at least one image or specify the pod manifest");
    }
    if (manifest && conflicts()) {
      throw new FlagException("conflicting flags set with --pod-manifest (see --help)");
    }
    if (pod.is("interactive") && apps.size() > 1) {
      throw new FlagException("interactive option only supports one image");
    }
    for (String net : pod.items("net")) {
      if (pod.has("port") && (net.equals("none") || net.equals("host"))) {
        throw new FlagException("--port flag does not work with '" + net + "' networking");
      }
    }
    String hypervisor = pod.last("hypervisor").orElse("auto");
    if (!HYPERVISORS.contains(hypervisor)) {
      throw FlagException.invalid("hypervisor", hypervisor, "be auto, kvm or qemu");
    }
    return this;
  }

  private boolean conflicts() {
    return DECIDED.stream().anyMatch(pod::has)
        || apps.stream().anyMatch(a -> !a.flags().given().isEmpty() || !a.arguments().isEmpty());
  }

  /// The networks as stage1 takes them.
  String net() {
    List<String> networks = pod.items("net");
    return networks.isEmpty() ? "default" : String.join(",", networks);
  }
}
