package io.stage1kvm.sys;

/// Requests to devices. Each takes its own name and what an error shall tell of the arguments:
/// pairs of a name and a number, where an `int` is shown in decimal and a `long` in hexadecimal:
/// `ioctl(KVM_SET_USER_MEMORY_REGION, slot=1, size=0x10000000): EINVAL (Invalid argument)`.
public interface IoctlCalls {

  /// A request whose argument is a number.
  ///
  /// @param request unsigned
  /// @return what the request returns, not negative
  long ioctl(Fd file, int request, long argument, String name, Object... details)
      throws SyscallException;

  /// A request whose argument is a structure, which the kernel reads, fills or both.
  long ioctl(Fd file, int request, Struct argument, String name, Object... details)
      throws SyscallException;

  /// A request without an argument that is made so often, and whose failing is so normal, that
  /// neither may make an object.
  ///
  /// @return what the request returns, or the negative number of the error
  int request(Fd file, int request);
}
