package io.stage1kvm.machine;

import java.nio.file.Path;
import java.util.Objects;

/// The programs a machine is made of.
///
/// @param child the wrapper `child PID [--listen SOCKET] -- COMMAND...`: dies with the process PID
///     and hands the listening socket to the command as descriptor 3
/// @param virtiofsd the file server
/// @param qemu a path, or a name to look for in `PATH`
public record Executables(Path child, Virtiofsd virtiofsd, String qemu) {

  public Executables {
    Objects.requireNonNull(child, "child");
    Objects.requireNonNull(virtiofsd, "virtiofsd");
    Objects.requireNonNull(qemu, "qemu");
  }
}
