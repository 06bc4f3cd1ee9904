package io.stage1kvm.sys;

import java.util.List;

/// Extended attributes. A missing attribute fails with `ENODATA`; `flags` are 0 or `XATTR_*`.
///
/// The calls with a path follow symbolic links, those with an `l` do not follow the last one.
/// There is no form with a directory: where the way must be safe, go through [Fd#procPath], for
/// example `lsetxattr(dir.procPath() + "/" + name, ...)` for a link, or [#setxattr] on the path
/// of an `O_PATH` fd.
public interface XattrCalls {

  byte[] fgetxattr(Fd file, String attribute) throws SyscallException;

  void fsetxattr(Fd file, String attribute, byte[] value, int flags) throws SyscallException;

  List<String> flistxattr(Fd file) throws SyscallException;

  byte[] getxattr(byte[] path, String attribute) throws SyscallException;

  void setxattr(byte[] path, String attribute, byte[] value, int flags) throws SyscallException;

  List<String> listxattr(byte[] path) throws SyscallException;

  byte[] lgetxattr(byte[] path, String attribute) throws SyscallException;

  void lsetxattr(byte[] path, String attribute, byte[] value, int flags) throws SyscallException;

  List<String> llistxattr(byte[] path) throws SyscallException;
}
