package io.stage1kvm.manifest;

import io.stage1kvm.manifest.type.ACName;
import io.stage1kvm.manifest.type.Check;
import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.IPv4Address;
import io.stage1kvm.manifest.type.ManifestRule;
import io.stage1kvm.manifest.type.Port;
import java.util.Objects;
import java.util.Optional;

/// A port of the host that leads to one of the pod (pods.md, `ports`): the app's port of that name,
/// or `podPort`. Without `hostIP` on every address of the host.
public record ExposedPort(
    ACName name,
    int hostPort,
    Optional<IPv4Address> hostIP,
    Optional<Port> podPort,
    Extensions extensions) {
  public ExposedPort {
    Objects.requireNonNull(name);
    Objects.requireNonNull(hostIP);
    Objects.requireNonNull(podPort);
    Objects.requireNonNull(extensions);
    Check.rangeMember("hostPort", hostPort, 1, 65535, ManifestRule.HOST_PORT_RANGE);
  }

  public ExposedPort(String name, int hostPort) {
    this(new ACName(name), hostPort, Optional.empty(), Optional.empty(), Extensions.NONE);
  }
}
