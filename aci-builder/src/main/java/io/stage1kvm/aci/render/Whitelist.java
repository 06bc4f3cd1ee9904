package io.stage1kvm.aci.render;

import io.stage1kvm.aci.layout.AciLayout;
import io.stage1kvm.manifest.type.AbsolutePath;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The paths that an image may contribute: those that its own whitelist and the ones of all images
/// above it have in common.
///
/// @param paths names as entries have them, `rootfs/…`; empty for everything
record Whitelist(Optional<Set<String>> paths) {
  static final Whitelist ALL = new Whitelist(Optional.empty());

  /// @param own whitelist of an image; an empty one allows everything
  Whitelist and(List<AbsolutePath> own) {
    if (own.isEmpty()) {
      return this;
    }
    Set<String> allowed = new HashSet<>();
    own.forEach(path -> allowed.add(name(path.value())));
    paths.ifPresent(allowed::retainAll);
    return new Whitelist(Optional.of(Set.copyOf(allowed)));
  }

  /// `..` and doubled slashes are taken out as a shell would, without looking at any file.
  private static String name(String path) {
    Deque<String> parts = new ArrayDeque<>();
    for (String part : path.split("/")) {
      if (part.equals("..")) {
        parts.pollLast();
      } else if (!part.isEmpty() && !part.equals(".")) {
        parts.addLast(part);
      }
    }
    parts.addFirst(AciLayout.ROOTFS);
    return String.join("/", parts);
  }

  boolean allows(String name) {
    return paths.isEmpty() || name.equals(AciLayout.ROOTFS) || paths.get().contains(name);
  }

  /// @return all directories above an allowed path
  Set<String> parents() {
    Set<String> parents = new HashSet<>();
    for (String path : paths.orElse(Set.of())) {
      for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
        if (!parents.add(path.substring(0, slash))) {
          break;
        }
      }
    }
    return parents;
  }
}
