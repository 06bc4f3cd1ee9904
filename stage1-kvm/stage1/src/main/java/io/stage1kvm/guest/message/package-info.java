/// The values that host and stage2 exchange, as `docs/protocol.md` names them. Valid by
/// construction,
/// immutable, no input or output. Package `pod` compiles manifests into a
/// [io.stage1kvm.guest.message.GuestPlan]; package `guest` carries the rest.
package io.stage1kvm.guest.message;
