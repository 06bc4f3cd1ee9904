package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.Check;
import io.stage1kvm.manifest.type.InvalidValueException;
import io.stage1kvm.manifest.type.ManifestRule;

/// The SELinux security context of an app or a pod.
public record LinuxSelinuxContext(String user, String role, String type, String level)
    implements Isolator {
  public static final ACIdentifier NAME = new ACIdentifier("os/linux/selinux-context");

  public LinuxSelinuxContext {
    checkPart("user", user);
    checkPart("role", role);
    checkPart("type", type);
    Check.nonEmptyMember("level", level, ManifestRule.ISOLATOR_VALUE);
  }

  @Override
  public ACIdentifier name() {
    return NAME;
  }

  /// Colons separate the parts; only the last part may have some of its own.
  private static void checkPart(String field, String value) {
    Check.nonEmptyMember(field, value, ManifestRule.ISOLATOR_VALUE);
    if (value.indexOf(':') >= 0) {
      throw InvalidValueException.of(field, value, "not contain ':'")
          .at(field)
          .breaking(ManifestRule.ISOLATOR_VALUE);
    }
  }
}
