package io.stage1kvm.share;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.MountCalls;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Errno;

/// The calls of this kernel without mount_setattr, as before Linux 5.12.
final class OldKernel implements MountCalls {

  private final MountCalls calls = Sys.mounts();

  @Override
  public void mount(String source, String target, String fstype, int flags, String data)
      throws SyscallException {
    calls.mount(source, target, fstype, flags, data);
  }

  @Override
  public void umount2(String target, int flags) throws SyscallException {
    calls.umount2(target, flags);
  }

  @Override
  public void mountSetattr(Fd dir, String path, int flags, long set, long clear, long propagation)
      throws SyscallException {
    throw new SyscallException("mount_setattr()", Errno.ENOSYS);
  }

  @Override
  public void unshare(int flags) throws SyscallException {
    calls.unshare(flags);
  }

  @Override
  public void setns(Fd namespace, int type) throws SyscallException {
    calls.setns(namespace, type);
  }

  @Override
  public long statfsType(String path) throws SyscallException {
    return calls.statfsType(path);
  }

  @Override
  public long fstatfsType(Fd file) throws SyscallException {
    return calls.fstatfsType(file);
  }
}
