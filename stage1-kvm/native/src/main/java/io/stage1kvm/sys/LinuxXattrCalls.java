package io.stage1kvm.sys;

import static io.stage1kvm.sys.Kernel.call;
import static io.stage1kvm.sys.Kernel.failure;
import static io.stage1kvm.sys.abi.Syscall.*;

import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.abi.Xattr;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

final class LinuxXattrCalls implements XattrCalls {

  static final LinuxXattrCalls INSTANCE = new LinuxXattrCalls();

  private LinuxXattrCalls() {}

  @Override
  public byte[] fgetxattr(Fd file, String attribute) throws SyscallException {
    return get(SYS_fgetxattr, "fgetxattr", file.number(), "fd=" + file, attribute);
  }

  @Override
  public void fsetxattr(Fd file, String attribute, byte[] value, int flags)
      throws SyscallException {
    set(SYS_fsetxattr, "fsetxattr", file.number(), "fd=" + file, attribute, value, flags);
  }

  @Override
  public List<String> flistxattr(Fd file) throws SyscallException {
    return list(SYS_flistxattr, "flistxattr", file.number(), "fd=" + file);
  }

  @Override
  public byte[] getxattr(byte[] path, String attribute) throws SyscallException {
    return get(SYS_getxattr, "getxattr", name(path, "getxattr"), path, attribute);
  }

  @Override
  public void setxattr(byte[] path, String attribute, byte[] value, int flags)
      throws SyscallException {
    set(SYS_setxattr, "setxattr", name(path, "setxattr"), path, attribute, value, flags);
  }

  @Override
  public List<String> listxattr(byte[] path) throws SyscallException {
    return list(SYS_listxattr, "listxattr", name(path, "listxattr"), path);
  }

  @Override
  public byte[] lgetxattr(byte[] path, String attribute) throws SyscallException {
    return get(SYS_lgetxattr, "lgetxattr", name(path, "lgetxattr"), path, attribute);
  }

  @Override
  public void lsetxattr(byte[] path, String attribute, byte[] value, int flags)
      throws SyscallException {
    set(SYS_lsetxattr, "lsetxattr", name(path, "lsetxattr"), path, attribute, value, flags);
  }

  @Override
  public List<String> llistxattr(byte[] path) throws SyscallException {
    return list(SYS_llistxattr, "llistxattr", name(path, "llistxattr"), path);
  }

  private static long name(byte[] path, String call) throws SyscallException {
    return Scratch.get().name(path, call);
  }

  private static byte[] get(int number, String call, long file, Object shown, String attribute)
      throws SyscallException {
    Scratch scratch = Scratch.get();
    byte[] name = Scratch.utf8(attribute);
    long key = scratch.secondName(name, call);
    long n = call(number, file, key, scratch.data(), Scratch.DATA_SIZE);
    if (n < 0) {
      throw failure(call, shown, name);
    }
    return scratch.dataBytes((int) n);
  }

  private static void set(
      int number, String call, long file, Object shown, String attribute, byte[] value, int flags)
      throws SyscallException {
    byte[] name = Scratch.utf8(attribute);
    if (value.length > Xattr.XATTR_SIZE_MAX) {
      throw new SyscallException(Text.call(call, shown, name), Errno.E2BIG);
    }
    Scratch scratch = Scratch.get();
    long key = scratch.secondName(name, call);
    scratch.putData(value, 0, value.length);
    if (call(number, file, key, scratch.data(), value.length, flags) < 0) {
      throw failure(call, shown, name, "size=" + value.length);
    }
  }

  private static List<String> list(int number, String call, long file, Object shown)
      throws SyscallException {
    Scratch scratch = Scratch.get();
    long n = call(number, file, scratch.data(), Scratch.DATA_SIZE);
    if (n < 0) {
      throw failure(call, shown);
    }
    return split(scratch.dataBytes((int) n));
  }

  private static List<String> split(byte[] names) {
    List<String> list = new ArrayList<>();
    int start = 0;
    for (int i = 0; i < names.length; i++) {
      if (names[i] == 0) {
        list.add(new String(names, start, i - start, StandardCharsets.UTF_8));
        start = i + 1;
      }
    }
    return list;
  }
}
