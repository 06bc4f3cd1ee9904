package io.stage1kvm.machine;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What stage1 asks of a machine. Relative paths are relative to the working directory of this
/// process; for the sockets that is on purpose, since their paths are limited to 107 bytes.
///
/// @param name shown in the list of processes and in errors
/// @param kernel an uncompressed ELF with a PVH entry
/// @param kernelParameters appended to those that the machine itself needs
/// @param debug the kernel speaks from its first line on, on a serial port at first
/// @param runDirectory an existing directory for sockets, of this machine alone
public record MachineConfig(
    String name,
    Path kernel,
    Path initramfs,
    String kernelParameters,
    int vcpus,
    int memoryMiB,
    List<SharedDirectory> sharedDirectories,
    boolean debug,
    Path runDirectory,
    Executables executables) {

  public MachineConfig {
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(kernel, "kernel");
    Objects.requireNonNull(initramfs, "initramfs");
    Objects.requireNonNull(kernelParameters, "kernelParameters");
    Objects.requireNonNull(runDirectory, "runDirectory");
    Objects.requireNonNull(executables, "executables");
    sharedDirectories = List.copyOf(sharedDirectories);
    if (vcpus < 1 || vcpus > 255) {
      throw new IllegalArgumentException("vcpus '" + vcpus + "' must be 1 to 255");
    }
    if (memoryMiB < 32) {
      throw new IllegalArgumentException("memoryMiB '" + memoryMiB + "' must be at least 32");
    }
    Set<String> tags = new HashSet<>();
    for (SharedDirectory directory : sharedDirectories) {
      if (!tags.add(directory.tag())) {
        throw new IllegalArgumentException("tag '" + directory.tag() + "' must be unique");
      }
    }
  }
}
