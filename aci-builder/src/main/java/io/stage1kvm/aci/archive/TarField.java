package io.stage1kvm.aci.archive;

/// Places of the fields in a tar header block, and its type letters (POSIX.1-2017, pax, "ustar
/// Interchange Format"; GNU tar's letters from its manual).
enum TarField {
  NAME(0, 100),
  MODE(100, 8),
  UID(108, 8),
  GID(116, 8),
  SIZE(124, 12),
  MTIME(136, 12),
  CHECKSUM(148, 8),
  TYPE(156, 1),
  LINK_NAME(157, 100),
  MAGIC(257, 8),
  DEV_MAJOR(329, 8),
  DEV_MINOR(337, 8),
  PREFIX(345, 155);

  /// Everything in a tar archive starts at a multiple of this many bytes.
  static final int BLOCK = 512;

  static final char TYPE_FILE = '0';
  static final char TYPE_HARD_LINK = '1';
  static final char TYPE_SYMLINK = '2';
  static final char TYPE_CHAR_DEVICE = '3';
  static final char TYPE_BLOCK_DEVICE = '4';
  static final char TYPE_DIRECTORY = '5';
  static final char TYPE_FIFO = '6';
  static final char TYPE_CONTIGUOUS_FILE = '7';

  /// Before POSIX: a file, or a directory if the name ends with a slash.
  static final char TYPE_OLD_FILE = '\0';

  static final char TYPE_PAX = 'x';
  static final char TYPE_PAX_GLOBAL = 'g';
  static final char TYPE_GNU_LONG_NAME = 'L';
  static final char TYPE_GNU_LONG_LINK = 'K';
  static final char TYPE_GNU_SPARSE = 'S';

  final int offset;
  final int length;

  TarField(int offset, int length) {
    this.offset = offset;
    this.length = length;
  }

  /// @return bytes from the end of the content to the next block
  static int padding(long size) {
    return (int) (-size & BLOCK - 1);
  }
}
