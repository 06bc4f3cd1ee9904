package io.stage1kvm.pod.seccomp;

/// An isolator names something that is no system call: most likely misspelt, which must not go
/// unseen.
public final class UnknownSyscallException extends Exception {
  private static final long serialVersionUID = 1;

  UnknownSyscallException(String name) {
    super("system call '" + name + "' must be one of Linux");
  }
}
