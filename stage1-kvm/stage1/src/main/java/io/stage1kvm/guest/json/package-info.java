/// The JSON of the protocol, written and read by gson's streams: no reflection, for it lies on the
/// way of a
/// pod's start. What is read comes from a hostile guest.
package io.stage1kvm.guest.json;
