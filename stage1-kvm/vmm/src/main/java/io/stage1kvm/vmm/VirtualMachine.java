package io.stage1kvm.vmm;

import io.stage1kvm.vmm.arch.x86.BootException;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// A machine that runs. It ends by itself, by [#stop] or by [#close].
public final class VirtualMachine implements AutoCloseable {

  private final VmParts parts;
  private final Ending ending;
  private final List<ExitCounts> counts;
  private final Milestones milestones;

  VirtualMachine(VmParts parts, Ending ending, List<ExitCounts> counts, Milestones milestones) {
    this.parts = parts;
    this.ending = ending;
    this.counts = counts;
    this.milestones = milestones;
  }

  /// Makes a machine and starts its vCPUs. On failure everything is undone, the devices are closed
  /// too.
  ///
  /// @throws IOException `/dev/kvm` cannot be used, or a call has failed: the text says which
  /// @throws BootException the kernel or the initramfs cannot be used
  public static VirtualMachine start(VmConfig config) throws IOException, BootException {
    return VmBuilder.start(config);
  }

  /// Ends the machine at once, as pulling the plug does, and does not wait. From any thread, at any
  /// moment.
  public void stop() {
    ending.end(new VmEnd.Stopped());
  }

  /// Waits until the machine has ended and no vCPU runs any more.
  public VmEnd await() throws InterruptedException {
    return ending.await();
  }

  /// Like [#await()], but gives up after the time.
  public Optional<VmEnd> await(Duration timeout) throws InterruptedException {
    return ending.await(timeout.toNanos()) ? Optional.of(ending.await()) : Optional.empty();
  }

  /// Exits of all vCPUs until now, the most frequent first.
  public List<ExitCount> exits() {
    return ExitCounts.sum(counts);
  }

  /// What it has reached until now, in the order of time; `first run` is when the first vCPU was
  /// about to run.
  public List<Milestone> milestones() {
    return milestones.list();
  }

  /// Stops the machine, waits for its end and gives back all it holds. A second time does nothing.
  @Override
  public void close() throws IOException {
    parts.close();
  }
}
