package io.stage1kvm.aci.archive;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/// Entries of a tar stream, one after the other: v7, POSIX ustar, pax and GNU.
///
/// Written here because commons-compress decodes pax values as UTF-8, which loses binary xattrs
/// (`security.capability`) and names in other encodings.
final class TarReader {
  /// Most that a pax header or GNU long name may take. Linux allows 64 KiB for an xattr and 4 KiB
  /// for a path.
  private static final int MAX_META = 1 << 20;

  private static final SparseMap NOTHING = SparseMap.dense(0);

  private final InputStream in;
  private final EntryBuilder builder = new EntryBuilder();
  private long position;

  /// Where the current entry's content lies, and how far [#read] came in it: the next piece, and
  /// bytes with holes.
  private SparseMap map = NOTHING;

  private int piece;
  private long at;

  /// Stored content of the current entry not read yet, and the zeros after it.
  private long remaining;

  private int padding;
  private boolean ended;

  TarReader(InputStream in) {
    this.in = in;
  }

  /// @return the next entry; what is left of the current one's content is skipped
  Optional<AciEntry> next() throws IOException {
    skipContent();
    while (!ended) {
      long at = position;
      byte[] block = readBlock();
      if (isZero(block)) {
        readEnd();
        break;
      }
      TarHeader header = header(block, at);
      if (!builder.takesMeta(header.type())) {
        AciEntry entry = builder.build(header, this::readBlock);
        map = entry instanceof AciEntry.File file ? file.map() : NOTHING;
        expect(map.stored());
        return Optional.of(entry);
      }
      builder.addMeta(header, readMeta(header));
    }
    return Optional.empty();
  }

  private static TarHeader header(byte[] block, long at) throws AciException {
    try {
      return TarHeader.of(block, at);
    } catch (AciException e) {
      if (at > 0) {
        throw e;
      }
      throw AciException.malformed(
          "it is not a tar archive, neither plain nor compressed by gzip, bzip2 or xz", e);
    }
  }

  private void expect(long size) {
    piece = 0;
    at = 0;
    remaining = size;
    padding = TarField.padding(size);
  }

  private byte[] readMeta(TarHeader header) throws IOException {
    long size = header.number(TarField.SIZE);
    if (size < 0 || size > MAX_META) {
      throw header.corrupt("an extended header of %d bytes".formatted(size));
    }
    map = NOTHING;
    expect(size);
    byte[] content = new byte[(int) size];
    for (int done = 0; done < content.length; ) {
      done += readStored(content, done, content.length - done);
    }
    skipContent();
    return content;
  }

  /// Reads content of the current entry, with zeros for its holes.
  ///
  /// @return the number of bytes, -1 at the end of the content
  int read(byte[] buffer, int offset, int length) throws IOException {
    if (at == map.size()) {
      return -1;
    }
    long data = piece < map.count() ? map.offset(piece) : map.size();
    if (at < data) {
      int n = (int) Math.min(length, data - at);
      Arrays.fill(buffer, offset, offset + n, (byte) 0);
      at += n;
      return n;
    }
    long end = data + map.length(piece);
    int n = readStored(buffer, offset, (int) Math.min(length, end - at));
    at += n;
    if (at == end) {
      piece++;
    }
    return n;
  }

  /// Reads the bytes of the current entry's pieces, one after the other. Not to be mixed with
  /// [#read].
  ///
  /// @return the number of bytes, -1 after the last piece
  int readStored(byte[] buffer, int offset, int length) throws IOException {
    if (remaining == 0) {
      return -1;
    }
    int n = in.read(buffer, offset, (int) Math.min(length, remaining));
    if (n < 0) {
      throw truncated();
    }
    remaining -= n;
    position += n;
    return n;
  }

  private void skipContent() throws IOException {
    skip(remaining);
    skip(padding);
    remaining = 0;
    padding = 0;
  }

  private void skip(long count) throws IOException {
    for (long left = count; left > 0; ) {
      long n = in.skip(left);
      if (n == 0) {
        if (in.read() < 0) {
          throw truncated();
        }
        n = 1;
      }
      left -= n;
    }
    position += count;
  }

  private byte[] readBlock() throws IOException {
    byte[] block = new byte[TarField.BLOCK];
    int n = in.readNBytes(block, 0, block.length);
    position += n;
    if (n < block.length) {
      throw truncated();
    }
    return block;
  }

  /// The end is two zero blocks. What follows must be zeros too (tar fills its last record), so
  /// that no tool can see entries that another does not.
  private void readEnd() throws IOException {
    builder.checkNothingPending();
    ended = true;
    if (!isZero(readBlock())) {
      throw AciException.malformed("the end mark at byte %d is corrupt".formatted(position - 1024));
    }
    byte[] buffer = new byte[1 << 16];
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      if (!isZero(Arrays.copyOf(buffer, n))) {
        throw AciException.malformed("something follows the end of the archive");
      }
    }
  }

  private static boolean isZero(byte[] bytes) {
    for (byte b : bytes) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  private static AciException truncated() {
    return AciException.malformed("the archive is truncated");
  }
}
