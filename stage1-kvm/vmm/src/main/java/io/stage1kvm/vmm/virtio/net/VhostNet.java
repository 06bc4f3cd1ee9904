package io.stage1kvm.vmm.virtio.net;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Struct;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.sys.abi.Vhost;
import io.stage1kvm.sys.abi.Vhost.vhost_memory;
import io.stage1kvm.sys.abi.Vhost.vhost_memory_region;
import io.stage1kvm.sys.abi.Vhost.vhost_vring_addr;
import io.stage1kvm.sys.abi.Vhost.vhost_vring_file;
import io.stage1kvm.sys.abi.Vhost.vhost_vring_state;
import io.stage1kvm.vmm.memory.GuestFault;
import io.stage1kvm.vmm.memory.GuestMemory;
import io.stage1kvm.vmm.memory.MemoryRegion;
import io.stage1kvm.vmm.virtio.QueueHandOver;
import io.stage1kvm.vmm.virtio.QueueLayout;
import java.util.List;

/// The kernel's own server of network queues: a thread of its, that sees this process's memory. The
/// guest's memory must be mapped until [#close].
final class VhostNet implements QueueHandOver.Server, AutoCloseable {

  static final String DEVICE = "/dev/vhost-net";

  private static final int NO_FILE = -1;

  private final Fd file;
  private final long features;
  private final Tap tap;

  private VhostNet(Fd file, long features, Tap tap) {
    this.file = file;
    this.features = features;
    this.tap = tap;
  }

  /// A server of a tap's queues; the tap stays the caller's.
  static VhostNet open(Tap tap) throws SyscallException {
    Fd file = Sys.files().openat(Fd.CWD, DEVICE, Fcntl.O_RDWR);
    try {
      Sys.ioctls().ioctl(file, Vhost.VHOST_SET_OWNER, 0L, "VHOST_SET_OWNER");
      Struct features = new Struct(Long.BYTES);
      Sys.ioctls().ioctl(file, Vhost.VHOST_GET_FEATURES, features, "VHOST_GET_FEATURES");
      return new VhostNet(file, features.int64(0), tap);
    } catch (SyscallException e) {
      file.close();
      throw e;
    }
  }

  /// Those of the queues and of packets that it knows.
  long features() {
    return features;
  }

  @Override
  public void begin(long agreed, GuestMemory memory) throws SyscallException, GuestFault {
    long used = agreed & features;
    Struct value = new Struct(Long.BYTES);
    value.putInt64(0, used);
    Sys.ioctls()
        .ioctl(file, Vhost.VHOST_SET_FEATURES, value, "VHOST_SET_FEATURES", "features", used);
    List<MemoryRegion> regions = memory.regions();
    Struct table = new Struct(vhost_memory.sizeof + regions.size() * vhost_memory_region.sizeof);
    table.putInt32(vhost_memory.nregions, regions.size());
    int at = vhost_memory.regions;
    for (MemoryRegion region : regions) {
      table.putInt64(at + vhost_memory_region.guest_phys_addr, region.address());
      table.putInt64(at + vhost_memory_region.memory_size, region.length());
      table.putInt64(
          at + vhost_memory_region.userspace_addr,
          memory.hostAddress(region.address(), region.length()));
      at += vhost_memory_region.sizeof;
    }
    Sys.ioctls().ioctl(file, Vhost.VHOST_SET_MEM_TABLE, table, "VHOST_SET_MEM_TABLE");
  }

  @Override
  public void startQueue(QueueLayout queue, GuestMemory memory, Fd kick, Fd call)
      throws SyscallException, GuestFault {
    int index = queue.index();
    state(Vhost.VHOST_SET_VRING_NUM, "VHOST_SET_VRING_NUM", index, queue.size());
    state(Vhost.VHOST_SET_VRING_BASE, "VHOST_SET_VRING_BASE", index, 0);
    Struct address = new Struct(vhost_vring_addr.sizeof);
    address.putInt32(vhost_vring_addr.index, index);
    // The areas were checked.
    address.putInt64(vhost_vring_addr.desc_user_addr, memory.hostAddress(queue.descriptors(), 1));
    address.putInt64(vhost_vring_addr.avail_user_addr, memory.hostAddress(queue.available(), 1));
    address.putInt64(vhost_vring_addr.used_user_addr, memory.hostAddress(queue.used(), 1));
    Sys.ioctls()
        .ioctl(file, Vhost.VHOST_SET_VRING_ADDR, address, "VHOST_SET_VRING_ADDR", "index", index);
    file(Vhost.VHOST_SET_VRING_CALL, "VHOST_SET_VRING_CALL", index, call.number());
    file(Vhost.VHOST_SET_VRING_KICK, "VHOST_SET_VRING_KICK", index, kick.number());
    file(Vhost.VHOST_NET_SET_BACKEND, "VHOST_NET_SET_BACKEND", index, tap.file().number());
  }

  @Override
  public void stopQueue(int index) throws SyscallException {
    file(Vhost.VHOST_NET_SET_BACKEND, "VHOST_NET_SET_BACKEND", index, NO_FILE);
  }

  private void state(int request, String name, int index, int number) throws SyscallException {
    Struct state = new Struct(vhost_vring_state.sizeof);
    state.putInt32(vhost_vring_state.index, index);
    state.putInt32(vhost_vring_state.num, number);
    Sys.ioctls().ioctl(file, request, state, name, "index", index, "num", number);
  }

  private void file(int request, String name, int index, int fd) throws SyscallException {
    Struct argument = new Struct(vhost_vring_file.sizeof);
    argument.putInt32(vhost_vring_file.index, index);
    argument.putInt32(vhost_vring_file.fd, fd);
    Sys.ioctls().ioctl(file, request, argument, name, "index", index, "fd", fd);
  }

  @Override
  public void close() throws SyscallException {
    file.close();
  }
}
