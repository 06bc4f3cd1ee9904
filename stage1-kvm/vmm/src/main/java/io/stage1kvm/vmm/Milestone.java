package io.stage1kvm.vmm;

/// When a machine reached something.
///
/// @param name such as `kernel loaded`; `guest 0x41` is what the guest wrote to the boot timer's
///     port
/// @param nanos on the clock of [System#nanoTime]
public record Milestone(String name, long nanos) {}
