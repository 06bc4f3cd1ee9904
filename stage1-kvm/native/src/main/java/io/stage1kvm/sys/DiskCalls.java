package io.stage1kvm.sys;

/// Calls that serve a disk's image beside those of [IoCalls] and [FileCalls]. Constants are in
/// [io.stage1kvm.sys.abi.Disk].
public interface DiskCalls {

  /// Value of [#readNow]: the call would wait for the disk, or the file system cannot tell.
  long NOT_NOW = -1;

  /// Like [IoCalls#preadv], but gives only what is in memory already: less than asked, or
  /// [#NOT_NOW]. An answer of every day, so it is no exception.
  long readNow(Fd file, IoVector vector, long position) throws SyscallException;

  /// Waits until what was written is on the disk, with the file's size but not its times.
  void fdatasync(Fd file) throws SyscallException;
}
