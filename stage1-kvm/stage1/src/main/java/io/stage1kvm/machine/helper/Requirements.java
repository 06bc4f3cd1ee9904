package io.stage1kvm.machine.helper;

import io.stage1kvm.machine.MachineConfig;
import io.stage1kvm.machine.MachineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// What a machine's configuration must hold before anything is started.
public final class Requirements {

  private Requirements() {}

  /// Looks at the kernel, the initramfs and the parameters.
  public static void check(MachineConfig config) throws MachineException {
    requireParameters(config.kernelParameters());
    requireFile("kernel", config.kernel());
    requireFile("initramfs", config.initramfs());
  }

  /// The kernel takes what follows `--` for arguments of /init, and QEMU appends the devices.
  private static void requireParameters(String parameters) throws MachineException {
    if (List.of(parameters.split("\\s+")).contains("--")) {
      throw MachineException.badKernelParameters(parameters);
    }
  }

  private static void requireFile(String what, Path file) throws MachineException {
    if (!Files.isRegularFile(file)) {
      throw MachineException.missingFile(what, file);
    }
  }
}
