package io.stage1kvm.sys;

/// Mounts and namespaces. Constants are in [io.stage1kvm.sys.abi.Mount],
/// [io.stage1kvm.sys.abi.MountAttr] and [io.stage1kvm.sys.abi.Sched]. Paths are UTF-8.
public interface MountCalls {

  /// @param source may be empty where the kernel does not look at it
  /// @param fstype empty for binds, remounts and changes of propagation
  /// @param data options of the file system, or empty
  void mount(String source, String target, String fstype, int flags, String data)
      throws SyscallException;

  /// @param flags `MNT_*`, `UMOUNT_NOFOLLOW`
  void umount2(String target, int flags) throws SyscallException;

  /// Linux 5.12; before that it fails with `ENOSYS`.
  ///
  /// @param flags `AT_EMPTY_PATH`, `AT_RECURSIVE`
  /// @param set `MOUNT_ATTR_*` to set
  /// @param clear `MOUNT_ATTR_*` to clear
  /// @param propagation `MS_PRIVATE`, `MS_SLAVE`, ..., or 0 to leave it
  void mountSetattr(Fd dir, String path, int flags, long set, long clear, long propagation)
      throws SyscallException;

  /// Moves the calling **thread** into new namespaces (`CLONE_*`), not the process. Children
  /// inherit them from the thread that starts them.
  void unshare(int flags) throws SyscallException;

  /// Moves the calling **thread** into the namespace that the descriptor names; `CLONE_NEWNS`
  /// needs a thread whose file system state is its own (unshare `CLONE_FS`).
  void setns(Fd namespace, int type) throws SyscallException;

  /// `f_type` of the file system of a path, one of [io.stage1kvm.sys.abi.Statfs].
  long statfsType(String path) throws SyscallException;

  /// `f_type` of the file system of an open file.
  long fstatfsType(Fd file) throws SyscallException;
}
