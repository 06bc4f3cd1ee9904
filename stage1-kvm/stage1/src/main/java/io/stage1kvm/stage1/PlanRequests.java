package io.stage1kvm.stage1;

import io.stage1kvm.pod.PlanRequest;
import io.stage1kvm.pod.PodDirectory;
import java.util.Map;
import java.util.Optional;

/// Gathers what flags, settings, the caller's terminal and the pod directory say about a pod.
final class PlanRequests {
  private PlanRequests() {}

  static PlanRequest of(
      PodDirectory pod, RunOptions options, Settings settings, Map<String, String> environment)
      throws Stage1Exception {
    String hostname = options.hostname().orElse("rkt-" + options.uuid());
    PodFiles files = new PodFiles(pod, hostname, options.dns());
    Optional<PlanRequest.Window> terminal =
        options.interactive()
            ? HostTerminal.size()
                .map(
                    size ->
                        new PlanRequest.Window(
                            size.rows(), size.columns(), environment.getOrDefault("TERM", "vt100")))
            : Optional.empty();
    return new PlanRequest(
        hostname,
        terminal,
        options.interactive(),
        !options.unrestrictedCapabilities(),
        !options.unrestrictedPaths(),
        !options.unrestrictedSyscalls(),
        files.all(),
        Optional.of(files.hostsFallback()),
        settings.minimumMemoryMiB(),
        settings.cpus(),
        Runtime.getRuntime().availableProcessors());
  }
}
