package io.stage1kvm.pod;

import io.stage1kvm.guest.message.GuestApp;
import io.stage1kvm.guest.message.GuestOp;
import io.stage1kvm.guest.message.GuestPlan;
import io.stage1kvm.guest.message.MountFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;

/// Everything about a pod that can be worked out before its machine starts.
///
/// @param size of the machine
/// @param guest what the guest executes
/// @param volumes what the host shares beside the apps' root file systems
/// @param streams of all processes that the plan starts
/// @param warnings for the operator
public record PodPlan(
    MachineSize size,
    GuestPlan guest,
    List<PodVolume> volumes,
    List<AppStreams> streams,
    List<String> warnings) {
  /// Copies the lists.
  public PodPlan {
    volumes = List.copyOf(volumes);
    streams = List.copyOf(streams);
    warnings = List.copyOf(warnings);
  }

  /// Compiles the manifests.
  ///
  /// @param streamNumbers gives a new number for each stream
  public static PodPlan compile(LoadedPod pod, PlanRequest request, IntSupplier streamNumbers)
      throws PodException {
    try {
      return compiled(pod, request, streamNumbers);
    } catch (IllegalArgumentException e) {
      // the rules of the guest's messages, which values of manifests and flags may not keep
      throw PodException.pod(e.getMessage());
    }
  }

  private static PodPlan compiled(LoadedPod pod, PlanRequest request, IntSupplier streamNumbers)
      throws PodException {
    if (pod.apps().isEmpty()) {
      throw PodException.pod("a pod must have an app: nothing else would ever end it");
    }
    if (request.interactive() && pod.apps().size() != 1) {
      throw PodException.pod("an interactive pod must have one app, not " + pod.apps().size());
    }
    PodVolumes volumes = new PodVolumes(pod);
    List<GuestApp> apps = new ArrayList<>();
    List<AppStreams> streams = new ArrayList<>();
    List<MachineSize.AppLimits> limits = new ArrayList<>();
    for (LoadedPod.LoadedApp app : pod.apps()) {
      AppCompiler compiler = new AppCompiler(pod, app, request, streamNumbers);
      apps.add(compiler.compile(volumes.of(app.name())));
      streams.addAll(compiler.streams());
      limits.add(
          new MachineSize.AppLimits(
              CgroupLimits.memoryBytes(app.app().isolators()),
              CgroupLimits.milliCpus(app.app().isolators())));
    }
    return new PodPlan(
        MachineSize.of(limits, request.minimumMemoryMiB(), request.cpus(), request.hostCpus()),
        new GuestPlan(request.hostname(), shared(request), apps),
        volumes.volumes(),
        streams,
        volumes.warnings());
  }

  private static List<GuestOp> shared(PlanRequest request) {
    List<GuestOp> ops = new ArrayList<>();
    int safe = MountFlags.NOSUID | MountFlags.NODEV;
    ops.add(new GuestOp.Mount("/dev/shm", "shm", "tmpfs", safe, "mode=1777", false));
    request.files().forEach(f -> ops.add(f.write()));
    request.hostsFallback().ifPresent(f -> ops.add(f.write()));
    return ops;
  }
}
