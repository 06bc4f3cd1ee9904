package io.stage1kvm.machine.kvm;

import io.stage1kvm.machine.MachineException;
import io.stage1kvm.machine.SharedDirectory;
import io.stage1kvm.machine.helper.FileServers;
import io.stage1kvm.vmm.virtio.VirtioDevice;
import io.stage1kvm.vmm.virtio.fs.FsDevice;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;

/// The file system devices of shared directories.
public final class FileDevices {

  private static final int REQUEST_QUEUES = 1;

  private FileDevices() {}

  /// Adds a device for each directory. They wait for their servers when the machine is all but
  /// made.
  public static void add(
      List<VirtioDevice> devices, FileServers servers, List<SharedDirectory> directories) {
    for (int i = 0; i < directories.size(); i++) {
      int number = i;
      String tag = directories.get(i).tag();
      devices.add(FsDevice.of(() -> await(servers, number), tag, REQUEST_QUEUES));
    }
  }

  private static String await(FileServers servers, int number) throws IOException {
    try {
      return servers.awaitSocket(number).toString();
    } catch (MachineException e) {
      throw new IOException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while a file server started");
    }
  }
}
