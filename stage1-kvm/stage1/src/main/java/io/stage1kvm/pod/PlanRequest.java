package io.stage1kvm.pod;

import java.util.List;
import java.util.Optional;

/// What the operator and the settings decide about a pod, beside its manifests.
///
/// @param hostname the guest's host name
/// @param terminal the caller's terminal if the pod's only app is to have one
/// @param interactive whether the app's standard input is the caller's
/// @param restrictCapabilities whether the capability bounding set is applied
/// @param hidePaths whether kernel interfaces are hidden or read-only
/// @param restrictSyscalls whether seccomp filters are applied
/// @param files hosts, resolv.conf and the like, by the path where apps see them
/// @param hostsFallback a hosts file for apps whose image has none
/// @param minimumMemoryMiB memory of a pod whose apps ask for less
/// @param cpus number of virtual CPUs if the operator chose one
/// @param hostCpus CPUs of this host
public record PlanRequest(
    String hostname,
    Optional<Window> terminal,
    boolean interactive,
    boolean restrictCapabilities,
    boolean hidePaths,
    boolean restrictSyscalls,
    List<PodFile> files,
    Optional<PodFile> hostsFallback,
    int minimumMemoryMiB,
    Optional<Integer> cpus,
    int hostCpus) {
  /// A terminal: its size and what `TERM` says of it.
  public record Window(int rows, int cols, String term) {}

  /// Copies the list.
  public PlanRequest {
    files = List.copyOf(files);
  }
}
