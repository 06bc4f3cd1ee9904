package io.stage1kvm.machine.kvm;

import io.stage1kvm.machine.MachineException;
import io.stage1kvm.machine.helper.FileServers;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.vmm.VirtualMachine;
import io.stage1kvm.vmm.VmConfig;
import io.stage1kvm.vmm.arch.x86.BootException;
import io.stage1kvm.vmm.arch.x86.BootImage;
import io.stage1kvm.vmm.virtio.VirtioDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A machine of our own monitor that is being put together: the files it is made of and the devices
/// that no machine has taken yet, all closed with it. For one thread.
public final class Assembly implements AutoCloseable {

  private final FileServers servers;
  private final List<Fd> files = new ArrayList<>();
  private final List<VirtioDevice> devices = new ArrayList<>();
  private boolean handedOver;

  /// @param servers of the machine's shared directories; they stay the caller's
  public Assembly(FileServers servers) {
    this.servers = servers;
  }

  /// Opens a kernel or an initramfs.
  public BootImage open(Path file) throws SyscallException {
    Fd fd = Sys.files().openat(Fd.CWD, file.toString(), Fcntl.O_RDONLY);
    files.add(fd);
    return new BootImage(file.toString(), fd);
  }

  /// The devices, in the order of their addresses, for the caller to add to.
  public List<VirtioDevice> devices() {
    return devices;
  }

  /// Starts the machine, which takes the devices, also when it cannot be started.
  ///
  /// @param config with what is here
  public VirtualMachine start(VmConfig config) throws IOException, BootException {
    handedOver = true;
    VirtualMachine machine = VirtualMachine.start(config);
    servers.connected();
    return machine;
  }

  /// Why the machine could not be started: what a server says when it ends tells more than that it
  /// is gone.
  public static MachineException failure(Exception cause, FileServers servers)
      throws InterruptedException {
    if (cause.getCause() instanceof MachineException e) {
      return e;
    }
    String reason = servers.failure().orElse(cause.getMessage());
    return MachineException.cannotStart("the machine", reason, cause);
  }

  @Override
  public void close() {
    for (int i = devices.size() - 1; !handedOver && i >= 0; i--) {
      devices.get(i).close();
    }
    for (Fd file : files) {
      close(file);
    }
  }

  private static void close(Fd file) {
    try {
      file.close();
    } catch (SyscallException e) {
      throw new IllegalStateException(e); // Nothing is written to it, so nothing can be late.
    }
  }
}
