package io.stage1kvm.sys;

/// Reading and writing straight from and to mapped memory. The addresses come from
/// [Mapping#address], which has checked them; the memory must stay mapped for the length of the
/// call. No call retries on `EINTR`, each may do less than asked.
public interface IoCalls {

  /// Reads at a position of the file; 0 is the end of the file.
  long pread(Fd file, long address, long length, long position) throws SyscallException;

  long pwrite(Fd file, long address, long length, long position) throws SyscallException;

  /// Scatters what it reads over the vector; 0 is the end of the file.
  long readv(Fd file, IoVector vector) throws SyscallException;

  /// Gathers what it writes from the vector.
  long writev(Fd file, IoVector vector) throws SyscallException;

  long preadv(Fd file, IoVector vector, long position) throws SyscallException;

  long pwritev(Fd file, IoVector vector, long position) throws SyscallException;
}
