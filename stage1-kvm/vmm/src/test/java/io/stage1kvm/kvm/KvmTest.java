package io.stage1kvm.kvm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.abi.Kvm;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a user reads where KVM cannot be used.
final class KvmTest {

  private static io.stage1kvm.kvm.Kvm open(FakeIoctls ioctls) throws Exception {
    ioctls.answer(Kvm.KVM_GET_VCPU_MMAP_SIZE, 0x3000);
    return io.stage1kvm.kvm.Kvm.open("/dev/null", ioctls);
  }

  private static FakeIoctls version12() {
    return new FakeIoctls().answer(Kvm.KVM_GET_API_VERSION, 12);
  }

  @Test
  void saysThatTheDeviceIsMissing(@TempDir Path dir) {
    Path device = dir.resolve("kvm");
    assertThatThrownBy(() -> io.stage1kvm.kvm.Kvm.open(device.toString(), new FakeIoctls()))
        .isInstanceOf(KvmException.class)
        .hasMessage(
            """
            cannot open '%s': ENOENT (No such file or directory)
            hint: load kvm_intel or kvm_amd; they need virtualization enabled in the firmware, \
            or nested in a virtual machine""",
            device);
  }

  @Test
  void saysThatTheDeviceIsNotPermitted() {
    SyscallException cause = new SyscallException("openat(...)", Errno.EACCES);
    assertThat(KvmException.cannotOpen("/dev/kvm", cause))
        .hasMessage(
            """
            cannot open '/dev/kvm': EACCES (Permission denied)
            hint: be root or in the group of the device, usually kvm; in a container, allow the \
            device""");
  }

  @Test
  void refusesAnotherVersion() {
    FakeIoctls ioctls = new FakeIoctls().answer(Kvm.KVM_GET_API_VERSION, 13);
    assertThatThrownBy(() -> open(ioctls))
        .hasMessage("cannot use '/dev/null': api version '13' must be 12");
  }

  @Test
  void refusesAnotherDevice() {
    FakeIoctls ioctls = new FakeIoctls().answer(Kvm.KVM_GET_API_VERSION, -Errno.ENOTTY);
    assertThatThrownBy(() -> open(ioctls))
        .hasMessage(
            "cannot use '/dev/null': ioctl(KVM_GET_API_VERSION):"
                + " ENOTTY (Inappropriate ioctl for device)");
  }

  @Test
  void namesAllCapabilitiesThatAreMissing() {
    FakeIoctls ioctls =
        version12().extension(Kvm.KVM_CAP_IRQFD, 0).extension(Kvm.KVM_CAP_IMMEDIATE_EXIT, 0);
    assertThatThrownBy(() -> open(ioctls))
        .hasMessage(
            """
            cannot use '/dev/null': it lacks KVM_CAP_IRQFD, KVM_CAP_IMMEDIATE_EXIT
            hint: a kernel from 4.12 on has them on x86-64""");
  }

  @Test
  void saysThatAnotherHypervisorIsBusy() throws Exception {
    try (var kvm = open(version12().answer(Kvm.KVM_CREATE_VM, -Errno.EBUSY))) {
      assertThatThrownBy(kvm::createVm)
          .isInstanceOf(KvmException.class)
          .hasMessage(
              """
              cannot create virtual machine: ioctl(KVM_CREATE_VM): EBUSY (Device or resource busy)
              hint: another hypervisor, such as VirtualBox or VMware, holds the cpu; stop its \
              machines""");
    }
  }

  @Test
  void saysThatMemoryIsShort() throws Exception {
    try (var kvm = open(version12().answer(Kvm.KVM_CREATE_VM, -Errno.ENOMEM))) {
      assertThatThrownBy(kvm::createVm)
          .hasMessageEndingWith("\nhint: the host or the control group is short of memory");
    }
  }
}
