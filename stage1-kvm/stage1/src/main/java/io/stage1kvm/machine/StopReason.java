package io.stage1kvm.machine;

/// Why a machine has ended.
public sealed interface StopReason {

  /// The guest has switched itself off or asked for a reset. A guest panic looks the same: only the
  /// console and the missing `stopped` event tell them apart.
  record GuestOff() implements StopReason {}

  /// [Machine#kill] or [Machine#close].
  record Killed() implements StopReason {}

  /// The machine broke: what, why, and the last words of the program.
  record Failed(String message) implements StopReason {}
}
