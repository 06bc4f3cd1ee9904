package io.stage1kvm.stage1;

import io.stage1kvm.pod.LoadedPod;
import io.stage1kvm.pod.PodDirectory;
import io.stage1kvm.pod.PodPlan;
import io.stage1kvm.share.PodShare;
import io.stage1kvm.share.ShareException;
import io.stage1kvm.share.SharedApp;
import io.stage1kvm.share.SharedVolume;

/// Opens the tree of host directories that a pod sees.
final class Shares {
  private Shares() {}

  static PodShare open(PodDirectory pod, LoadedPod loaded, PodPlan plan) throws ShareException {
    return PodShare.mount(
        pod.share(),
        loaded.apps().stream()
            .map(app -> new SharedApp(app.name(), pod.appRootfs(app.name())))
            .toList(),
        plan.volumes().stream()
            .map(v -> new SharedVolume(v.name(), v.source(), v.readOnly(), v.recursive()))
            .toList());
  }
}
