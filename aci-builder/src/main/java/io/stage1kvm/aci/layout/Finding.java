package io.stage1kvm.aci.layout;

/// A rule that an image breaks, and how.
///
/// @param rule the rule
/// @param message for people; names the entry
public record Finding(Rule rule, String message) {}
