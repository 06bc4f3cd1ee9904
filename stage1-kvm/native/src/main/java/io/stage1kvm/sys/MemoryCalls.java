package io.stage1kvm.sys;

import java.nio.ByteBuffer;

/// Mappings of memory. Constants are in [io.stage1kvm.sys.abi.Mman].
public interface MemoryCalls {

  /// A file that lives in memory, of size 0. Always with `MFD_CLOEXEC`.
  ///
  /// @param name shown in `/proc/self/maps`, at most 249 bytes
  Fd memfdCreate(String name, int flags) throws SyscallException;

  /// Maps memory of no file.
  Mapping mapAnonymous(long length, int protection, int flags) throws SyscallException;

  /// Maps a file, which may be closed afterwards.
  ///
  /// @param offset a multiple of the page size
  Mapping map(Fd file, long offset, long length, int protection, int flags) throws SyscallException;

  /// Advises on a part of a mapping.
  ///
  /// @param offset a multiple of the page size
  void madvise(Mapping mapping, long offset, long length, int advice) throws SyscallException;

  /// A buffer on a part of a mapping, of native byte order. The buffer does not keep the mapping:
  /// whoever uses it after the mapping was closed crashes the process, so it never leaves the
  /// class that owns the mapping.
  ByteBuffer view(Mapping mapping, long offset, int length);
}
