package io.stage1kvm.kvm;

import static io.stage1kvm.sys.abi.Kvm.KVM_API_VERSION;
import static io.stage1kvm.sys.abi.Kvm.KVM_CAP_MAX_VCPUS;
import static io.stage1kvm.sys.abi.Kvm.KVM_CHECK_EXTENSION;
import static io.stage1kvm.sys.abi.Kvm.KVM_CREATE_VM;
import static io.stage1kvm.sys.abi.Kvm.KVM_GET_API_VERSION;
import static io.stage1kvm.sys.abi.Kvm.KVM_GET_SUPPORTED_CPUID;
import static io.stage1kvm.sys.abi.Kvm.KVM_GET_VCPU_MMAP_SIZE;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.IoctlCalls;
import io.stage1kvm.sys.Struct;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.sys.abi.KvmState.kvm_cpuid2;
import io.stage1kvm.sys.abi.KvmState.kvm_cpuid_entry2;
import java.util.ArrayList;
import java.util.List;

/// The device `/dev/kvm`, of the one version there is, with all that we need of it.
public final class Kvm implements AutoCloseable {

  private static final String DEVICE = "/dev/kvm";

  /// Processors of today have 30 to 60 entries.
  private static final int CPUID_ENTRIES = 100;

  private static final int MAX_CPUID_ENTRIES = 256;

  private final Fd device;
  private final IoctlCalls ioctls;
  private final int runSize;

  private Kvm(Fd device, IoctlCalls ioctls, int runSize) {
    this.device = device;
    this.ioctls = ioctls;
    this.runSize = runSize;
  }

  /// Opens the device and checks its version and capabilities.
  public static Kvm open() throws KvmException, SyscallException {
    return open(DEVICE, Sys.ioctls());
  }

  static Kvm open(String path, IoctlCalls ioctls) throws KvmException, SyscallException {
    Fd device;
    try {
      device = Sys.files().openat(Fd.CWD, path, Fcntl.O_RDWR);
    } catch (SyscallException e) {
      throw KvmException.cannotOpen(path, e);
    }
    try {
      return check(path, device, ioctls);
    } catch (KvmException | SyscallException e) {
      device.close();
      throw e;
    }
  }

  private static Kvm check(String path, Fd device, IoctlCalls ioctls)
      throws KvmException, SyscallException {
    long version;
    try {
      version = ioctls.ioctl(device, KVM_GET_API_VERSION, 0, "KVM_GET_API_VERSION");
    } catch (SyscallException e) {
      throw KvmException.notKvm(path, e);
    }
    if (version != KVM_API_VERSION) {
      throw KvmException.wrongVersion(path, version);
    }
    List<String> lacking = new ArrayList<>();
    for (Capability capability : Capability.values()) {
      if (extension(device, ioctls, capability.number()) == 0) {
        lacking.add("KVM_CAP_" + capability.name());
      }
    }
    if (!lacking.isEmpty()) {
      throw KvmException.lacking(path, lacking);
    }
    long size = ioctls.ioctl(device, KVM_GET_VCPU_MMAP_SIZE, 0, "KVM_GET_VCPU_MMAP_SIZE");
    return new Kvm(device, ioctls, (int) size);
  }

  private static long extension(Fd device, IoctlCalls ioctls, int number) throws SyscallException {
    return ioctls.ioctl(
        device, KVM_CHECK_EXTENSION, number, "KVM_CHECK_EXTENSION", "capability", number);
  }

  /// The most vCPUs of one machine.
  public int maxVcpus() throws SyscallException {
    return (int) extension(device, ioctls, KVM_CAP_MAX_VCPUS);
  }

  /// What KVM can show to guests of this host's CPU: a `struct kvm_cpuid2` with its entries.
  public Struct supportedCpuid() throws SyscallException {
    try {
      return supportedCpuid(CPUID_ENTRIES);
    } catch (SyscallException e) {
      if (e.errno() != Errno.E2BIG) {
        throw e;
      }
      return supportedCpuid(MAX_CPUID_ENTRIES);
    }
  }

  private Struct supportedCpuid(int entries) throws SyscallException {
    Struct cpuid = new Struct(kvm_cpuid2.sizeof + entries * kvm_cpuid_entry2.sizeof);
    cpuid.putInt32(kvm_cpuid2.nent, entries);
    String name = "KVM_GET_SUPPORTED_CPUID";
    ioctls.ioctl(device, KVM_GET_SUPPORTED_CPUID, cpuid, name, "nent", entries);
    return cpuid;
  }

  /// Makes an empty machine; it may outlive this object.
  public Vm createVm() throws KvmException {
    while (true) {
      try {
        long fd = ioctls.ioctl(device, KVM_CREATE_VM, 0, "KVM_CREATE_VM");
        return new Vm(Fd.adopt((int) fd), ioctls, runSize);
      } catch (SyscallException e) {
        if (e.errno() != Errno.EINTR) { // A signal to the thread ends the making of a worker.
          throw KvmException.cannotCreate(e);
        }
      }
    }
  }

  @Override
  public void close() throws SyscallException {
    device.close();
  }
}
