package io.stage1kvm.machine;

/// Why a machine has ended.
public sealed interface StopReason {

  /// The guest has switched itself off or asked for a reset. A guest panic looks the same: only the
  /// console and the missing `stopped` event tell them apart.
  record GuestOff() implements StopReason {}

  /// [Machine#kill] or [Machine#close].
  record Killed() implements StopReason {}

  /// The guest has broken the rules of a device, as only a hostile or a broken one does.
  record GuestFault(String message) implements StopReason {}

  /// The machine broke: what, why, and the last words of the program.
  record Failed(String message) implements StopReason {}
}
