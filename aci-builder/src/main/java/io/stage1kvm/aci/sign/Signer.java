package io.stage1kvm.aci.sign;

import java.time.Instant;

/// Who signed.
///
/// @param fingerprint of the primary key, lower case hex
/// @param userId the first name that the key has; empty if it has none
/// @param time when, as the signature says
public record Signer(String fingerprint, String userId, Instant time) {}
