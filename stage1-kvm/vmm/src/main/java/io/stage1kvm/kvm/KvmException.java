package io.stage1kvm.kvm;

import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.abi.ErrnoText;
import java.io.IOException;
import java.util.List;

/// This host has no KVM for us. The text may have a second line with a hint. What fails later, in
/// the midst of a machine, is a [SyscallException].
public final class KvmException extends IOException {

  private static final long serialVersionUID = 1L;

  private KvmException(String message, Throwable cause) {
    super(message, cause);
  }

  /// The device cannot be opened.
  static KvmException cannotOpen(String device, SyscallException cause) {
    String text = "cannot open '" + device + "': " + ErrnoText.of(cause.errno());
    return new KvmException(text + openHint(cause.errno()), cause);
  }

  private static String openHint(int errno) {
    return switch (errno) {
      case Errno.ENOENT, Errno.ENODEV, Errno.ENXIO ->
          "\nhint: load kvm_intel or kvm_amd; they need virtualization enabled in the firmware,"
              + " or nested in a virtual machine";
      case Errno.EACCES, Errno.EPERM ->
          "\nhint: be root or in the group of the device, usually kvm; in a container, allow the"
              + " device";
      default -> "";
    };
  }

  /// The device is not that of KVM, or not of this version.
  static KvmException wrongVersion(String device, long version) {
    String rule = "api version '" + version + "' must be 12";
    return new KvmException("cannot use '" + device + "': " + rule, null);
  }

  static KvmException notKvm(String device, SyscallException cause) {
    return new KvmException("cannot use '" + device + "': " + cause.getMessage(), cause);
  }

  /// @param names of the capabilities
  static KvmException lacking(String device, List<String> names) {
    String text = "cannot use '" + device + "': it lacks " + String.join(", ", names);
    return new KvmException(text + "\nhint: a kernel from 4.12 on has them on x86-64", null);
  }

  static KvmException cannotCreate(SyscallException cause) {
    String text = "cannot create virtual machine: " + cause.getMessage();
    return new KvmException(text + createHint(cause.errno()), cause);
  }

  private static String createHint(int errno) {
    return switch (errno) {
      case Errno.EBUSY ->
          "\nhint: another hypervisor, such as VirtualBox or VMware, holds the cpu; stop its"
              + " machines";
      case Errno.ENOMEM -> "\nhint: the host or the control group is short of memory";
      default -> "";
    };
  }
}
