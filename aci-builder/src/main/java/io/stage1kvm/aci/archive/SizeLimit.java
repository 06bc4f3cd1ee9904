package io.stage1kvm.aci.archive;

/// How much an image may grow when it is decompressed: a few KiB can be made to stand for any
/// number of bytes.
///
/// @param maxSize most bytes of the uncompressed archive, and most bytes of all its files together,
///     holes included
/// @param maxRatio how many times its compressed size an archive may have; does not count for the
///     first [#FREE] bytes, as small images of zeros harm nobody
public record SizeLimit(long maxSize, long maxRatio) {
  /// 256 MiB.
  public static final long FREE = 256L << 20;

  /// 64 GiB, and 200 times the compressed size. File systems come to 2 to 10 times; deflate
  /// reaches 1,030.
  public static final SizeLimit DEFAULT = new SizeLimit(64L << 30, 200);

  /// For images whose maker is trusted.
  public static final SizeLimit NONE = new SizeLimit(Long.MAX_VALUE, Long.MAX_VALUE);

  public SizeLimit {
    if (maxSize < 1 || maxRatio < 1) {
      throw new IllegalArgumentException(
          "bound '%d' must be positive".formatted(Math.min(maxSize, maxRatio)));
    }
  }

  /// @throws AciException if it is too large
  public void checkSize(long size) throws AciException {
    if (size > maxSize) {
      throw AciException.malformed(
          "it has more than %d bytes uncompressed, the bound (see --max-size)".formatted(maxSize));
    }
  }

  /// @throws AciException if it is too large for what it was decompressed from
  public void checkRatio(long size, long compressed) throws AciException {
    if (size > FREE && size / maxRatio > compressed) {
      throw AciException.malformed(
          "it grows to more than %d times its size, the bound (see --max-ratio)"
              .formatted(maxRatio));
    }
  }
}
