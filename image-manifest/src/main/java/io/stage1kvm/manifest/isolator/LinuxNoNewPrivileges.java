package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.ACIdentifier;

/// Whether an app and its children are kept from ever gaining privileges.
public record LinuxNoNewPrivileges(boolean enabled) implements Isolator {
  public static final ACIdentifier NAME = new ACIdentifier("os/linux/no-new-privileges");

  @Override
  public ACIdentifier name() {
    return NAME;
  }
}
