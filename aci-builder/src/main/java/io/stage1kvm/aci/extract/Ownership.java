package io.stage1kvm.aci.extract;

import io.stage1kvm.sys.Sys;

/// What becomes of that which only root may make: owners, device nodes, set-id bits and
/// capabilities.
public enum Ownership {
  /// All as the image says. A call that the kernel refuses fails the extraction.
  KEEP,
  /// Everything belongs to the caller: no device nodes, no set-user-ID and set-group-ID bits (they
  /// would name the caller), no `security.capability`. What was left out is told in a warning.
  IGNORE;

  /// @return [#KEEP] for root, else [#IGNORE]
  public static Ownership ofCaller() {
    return Sys.processes().geteuid() == 0 ? KEEP : IGNORE;
  }
}
