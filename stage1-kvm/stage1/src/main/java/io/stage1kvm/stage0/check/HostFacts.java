package io.stage1kvm.stage0.check;

import java.util.Optional;

/// What was found on a host, not yet judged.
///
/// @param uid of the caller
/// @param machine the architecture, as `uname -m` says it
/// @param kernel the kernel's release
/// @param extension `vmx` or `svm`, if the processor has one of them
/// @param requireHardware whether software emulation is refused
/// @param kvm what opening `/dev/kvm` gave
/// @param cgroups the control groups that are mounted
/// @param overlayProblem why overlays cannot be mounted in the data directory; empty if they can
/// @param freeBytes room in the data directory
/// @param qemuVersion the first line of QEMU's version; empty if there is no QEMU
/// @param qemuHasMicrovm whether QEMU has the machine that pods run on
/// @param stage1 the stage1 image
/// @param userNamespaces how many user namespaces there may be
/// @param memInfo `/proc/meminfo`
public record HostFacts(
    int uid,
    String machine,
    String kernel,
    Optional<String> extension,
    boolean requireHardware,
    Kvm kvm,
    Cgroups cgroups,
    Optional<String> overlayProblem,
    long freeBytes,
    Optional<String> qemuVersion,
    boolean qemuHasMicrovm,
    Stage1 stage1,
    long userNamespaces,
    String memInfo) {

  /// `/dev/kvm`.
  ///
  /// @param present whether it is there
  /// @param access owner and mode, for the user
  /// @param problem why it does not open; empty if it does
  public record Kvm(boolean present, String access, Optional<String> problem) {}

  /// The control groups of a host.
  public enum Cgroups {
    /// The unified hierarchy.
    V2,
    /// One hierarchy for each controller.
    V1,
    /// None.
    NONE
  }

  /// The stage1 image.
  ///
  /// @param text its path, name and version
  /// @param problem why it cannot be used; empty if it can
  /// @param virtiofsd where its virtiofsd lies; empty if it has none
  public record Stage1(String text, Optional<String> problem, Optional<String> virtiofsd) {}
}
