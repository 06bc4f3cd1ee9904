package io.stage1kvm.machine;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Objects;

/// A directory of the host that the guest mounts by its tag (`mount -t virtiofs <tag>`).
///
/// @param tag 1 to 36 bytes, virtio 1.2 section 5.11.4
/// @param path a directory; what is mounted below it is announced to the guest as mounts
public record SharedDirectory(String tag, Path path) {

  public SharedDirectory {
    Objects.requireNonNull(path, "path");
    int length = tag.getBytes(StandardCharsets.UTF_8).length;
    if (length < 1 || length > 36) {
      throw new IllegalArgumentException("tag '" + tag + "' must have 1 to 36 bytes");
    }
  }
}
