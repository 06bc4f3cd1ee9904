/// The socket in a pod's directory by which other processes of the host reach its supervisor: enter
/// and stop. The frames are those of `docs/protocol.md`; here the client asks and the supervisor
/// answers.
package io.stage1kvm.control;
