package io.stage1kvm.machine.kvm;

import io.stage1kvm.machine.MachineException;
import io.stage1kvm.machine.SharedDirectory;
import io.stage1kvm.machine.helper.FileServers;
import io.stage1kvm.vmm.virtio.VirtioDevice;
import io.stage1kvm.vmm.virtio.fs.FsDevice;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// The file system devices of shared directories.
public final class FileDevices {

  private static final int REQUEST_QUEUES = 1;

  private FileDevices() {}

  /// Waits for the servers and adds a device for each directory. Those made before a failure are
  /// in the list, too.
  public static void connect(
      List<VirtioDevice> devices, FileServers servers, List<SharedDirectory> directories)
      throws MachineException, InterruptedException {
    List<Path> sockets = servers.awaitSockets();
    for (int i = 0; i < sockets.size(); i++) {
      String tag = directories.get(i).tag();
      try {
        devices.add(FsDevice.connect(sockets.get(i).toString(), tag, REQUEST_QUEUES));
      } catch (IOException e) {
        // What a server says when it ends tells more than that it is gone.
        String reason = servers.failure().orElse(e.getMessage());
        throw MachineException.cannotStart("the machine", reason, e);
      }
    }
    servers.connected();
  }
}
