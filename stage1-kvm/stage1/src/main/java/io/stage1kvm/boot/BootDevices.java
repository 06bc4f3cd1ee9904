package io.stage1kvm.boot;

import io.stage1kvm.machine.helper.FileServers;
import io.stage1kvm.machine.kvm.FileDevices;
import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.vmm.virtio.VirtioDevice;
import io.stage1kvm.vmm.virtio.balloon.BalloonDevice;
import io.stage1kvm.vmm.virtio.block.BlockDevice;
import io.stage1kvm.vmm.virtio.console.ConsoleDevice;
import io.stage1kvm.vmm.virtio.net.NetDevice;
import io.stage1kvm.vmm.virtio.rng.RngDevice;
import java.io.IOException;
import java.util.List;

/// The virtio devices that are asked for, behind those that every machine has.
final class BootDevices {

  private static final int MTU = 1500;

  private BootDevices() {}

  /// Opens them in the order of their addresses: console, rng, balloon, disks, taps, directories.
  /// Those opened before a failure are in the list, too.
  static void open(
      List<VirtioDevice> devices, ConsoleDevice console, BootOptions options, FileServers servers)
      throws IOException, FlagException {
    devices.add(console);
    devices.add(new RngDevice());
    if (options.balloon()) {
      devices.add(new BalloonDevice());
    }
    for (BootOptions.Disk disk : options.disks()) {
      String serial = "disk" + options.disks().indexOf(disk);
      devices.add(BlockDevice.open(disk.path(), disk.readOnly(), serial));
    }
    for (BootOptions.Tap tap : options.taps()) {
      devices.add(NetDevice.open(tap.name(), MacAddress.parse(tap.mac()), MTU));
    }
    FileDevices.add(devices, servers, options.shares());
  }
}
