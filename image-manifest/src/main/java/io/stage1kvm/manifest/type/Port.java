package io.stage1kvm.manifest.type;

import java.util.Objects;

/// A port, or `count` of them in a row, that an app listens on (aci.md, `ports`). Always a valid
/// range within 1 to 65535.
public record Port(
    ACName name,
    String protocol,
    int port,
    int count,
    boolean socketActivated,
    Extensions extensions) {
  private static final int MAX = 65535;

  public Port {
    Objects.requireNonNull(name);
    Objects.requireNonNull(extensions);
    Check.nonEmptyMember("protocol", protocol, ManifestRule.NOT_EMPTY_UNSEEN);
    Check.rangeMember("port", port, 1, MAX, ManifestRule.PORT_RANGE);
    if (count < 1) {
      throw InvalidValueException.of("count", count, "be at least 1")
          .at("count")
          .breaking(ManifestRule.PORT_RANGE);
    }
    if (count > MAX - port + 1) {
      throw InvalidValueException.of(
              "count", count, "keep the range from port " + port + " below 65536")
          .at("count")
          .breaking(ManifestRule.PORT_RANGE);
    }
  }

  public Port(String name, String protocol, int port) {
    this(new ACName(name), protocol, port, 1, false, Extensions.NONE);
  }

  /// The last port of the range.
  public int last() {
    return port + count - 1;
  }
}
