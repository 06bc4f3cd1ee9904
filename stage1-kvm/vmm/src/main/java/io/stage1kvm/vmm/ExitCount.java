package io.stage1kvm.vmm;

/// How often a guest was left for a reason.
///
/// @param reason such as `port write`
/// @param place port, address, or KVM's number of another reason
public record ExitCount(String reason, long place, long count) {}
