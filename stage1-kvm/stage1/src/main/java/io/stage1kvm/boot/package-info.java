/// The command `boot`: any kernel in our own monitor, without a pod around it.
package io.stage1kvm.boot;
