/// A symmetrical connection of frames with streams and credits. Knows no plan: the session with a
/// guest is made of it, and the control socket of a pod can be.
package io.stage1kvm.guest.channel;
