/// The host half of the protocol with stage2 (`docs/protocol.md`). `message` holds the values,
/// `frame` and
/// `json` their form on the wire, `channel` the streams; here is the session made of them.
package io.stage1kvm.guest;
