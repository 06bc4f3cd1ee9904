/// The codec of frames: a length, a type, a stream number, bytes (`docs/protocol.md`, "Frames").
/// Knows no message and no session.
package io.stage1kvm.guest.frame;
