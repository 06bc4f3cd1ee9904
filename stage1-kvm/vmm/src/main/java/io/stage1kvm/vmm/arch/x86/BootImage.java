package io.stage1kvm.vmm.arch.x86;

import io.stage1kvm.sys.Fd;

/// An open file to load.
///
/// @param name for messages: the path that the user has given
/// @param file stays the caller's; its position is moved
public record BootImage(String name, Fd file) {}
