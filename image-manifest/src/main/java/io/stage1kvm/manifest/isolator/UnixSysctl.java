package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.Check;
import java.util.Map;

/// Kernel parameters of a pod, by their sysctl names.
public record UnixSysctl(Map<String, String> parameters) implements Isolator {
  public static final ACIdentifier NAME = new ACIdentifier("os/unix/sysctl");

  public UnixSysctl {
    parameters = Check.texts(NAME.value(), parameters);
  }

  @Override
  public ACIdentifier name() {
    return NAME;
  }
}
