package io.stage1kvm.aci.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/// The maps of sparse files, in the four codings of GNU tar: its old header, and pax records of
/// versions 0.0, 0.1 and 1.0 (manual of GNU tar, "Storing Sparse Files").
final class SparseHeader {
  /// 16 MiB of map. A file of that many pieces has at least 8 GiB, if each is one block of a file
  /// system with a hole after it.
  private static final int MAX_PIECES = 1 << 20;

  /// The old header: places of its first pieces and of the real size; in blocks of more pieces, the
  /// mark whether another one follows.
  private static final int OLD_FIRST = 386;

  private static final int OLD_COUNT = 4;
  private static final int OLD_EXTENDED = 482;
  private static final int OLD_SIZE = 483;
  private static final int MORE_COUNT = 21;
  private static final int MORE_EXTENDED = 504;
  private static final int NUMBER = 12;

  /// Blocks that follow the header.
  interface Blocks {
    byte[] next() throws IOException;
  }

  private final TarHeader header;
  private final Blocks blocks;
  private long[] pieces = new long[32];
  private int count;
  private long mapBytes;

  private SparseHeader(TarHeader header, Blocks blocks) {
    this.header = header;
    this.blocks = blocks;
  }

  /// @param stored bytes in the archive, as the header says
  /// @return the map of a file; a dense one if it is none of the four codings
  static SparseMap read(TarHeader header, PaxRecords pax, long stored, Blocks blocks)
      throws IOException {
    SparseHeader sparse = new SparseHeader(header, blocks);
    if (header.type() == TarField.TYPE_GNU_SPARSE) {
      return sparse.fitting(sparse.readOld(), stored);
    }
    return pax.sparse() ? sparse.fitting(sparse.readPax(pax), stored) : SparseMap.dense(stored);
  }

  private SparseMap fitting(long size, long stored) throws AciException {
    SparseMap map = SparseMap.of(size, Arrays.copyOf(pieces, count));
    if (map.stored() != stored - mapBytes) {
      throw corrupt("its pieces have %d bytes".formatted(map.stored()));
    }
    return map;
  }

  private long readOld() throws IOException {
    addOld(header.block(), OLD_FIRST, OLD_COUNT);
    boolean more = header.block()[OLD_EXTENDED] != 0;
    while (more) {
      byte[] block = blocks.next();
      addOld(block, 0, MORE_COUNT);
      more = block[MORE_EXTENDED] != 0;
    }
    return header.number(header.block(), OLD_SIZE, NUMBER);
  }

  /// A piece whose place is not written ends the list.
  private void addOld(byte[] block, int first, int most) throws AciException {
    for (int i = 0, at = first; i < most && block[at] != 0; i++, at += 2 * NUMBER) {
      add(header.number(block, at, NUMBER));
      add(header.number(block, at + NUMBER, NUMBER));
    }
  }

  private long readPax(PaxRecords pax) throws IOException {
    String version = version(pax);
    switch (version) {
      case "0.0", "0.1" -> {
        for (String number : pax.text(PaxRecords.SPARSE_MAP).orElse("").split(",")) {
          if (!number.isEmpty()) {
            add(parse(number));
          }
        }
      }
      case "1.0" -> readLines();
      default -> throw corrupt("version '%s' is not known".formatted(ByteText.show(version)));
    }
    if (count % 2 != 0) {
      throw corrupt("a piece has no length");
    }
    long size = pax.number(PaxRecords.SPARSE_SIZE, -1);
    return pax.number(PaxRecords.SPARSE_REAL_SIZE, size);
  }

  /// Versions before 1.0 need not tell which one they are.
  private static String version(PaxRecords pax) throws AciException {
    Optional<String> major = pax.text(PaxRecords.SPARSE_MAJOR);
    Optional<String> minor = pax.text(PaxRecords.SPARSE_MINOR);
    return major.isEmpty() && minor.isEmpty() ? "0.1" : major.orElse("") + "." + minor.orElse("");
  }

  /// Version 1.0: decimal lines before the content, filled up to a block. The first is the number
  /// of pieces.
  private void readLines() throws IOException {
    StringBuilder line = new StringBuilder();
    long left = -1;
    while (left != 0) {
      byte[] block = blocks.next();
      mapBytes += block.length;
      for (int i = 0; i < block.length && left != 0; i++) {
        if (block[i] != '\n') {
          line.append(new String(block, i, 1, ISO_8859_1));
          continue;
        }
        long number = parse(line.toString());
        line.setLength(0);
        if (left < 0) {
          left = 2 * Math.min(number, MAX_PIECES + 1);
        } else {
          add(number);
          left--;
        }
      }
      if (line.length() > block.length) {
        throw corrupt("'%s…' is not a number".formatted(ByteText.show(line.substring(0, 20))));
      }
    }
  }

  private long parse(String number) throws AciException {
    if (!number.matches("[0-9]{1,18}")) {
      String start = number.length() > 20 ? number.substring(0, 20) + "…" : number;
      throw corrupt("'%s' is not a number".formatted(ByteText.show(start)));
    }
    return Long.parseLong(number);
  }

  private void add(long number) throws AciException {
    if (count == 2 * MAX_PIECES) {
      throw corrupt("it has more than %d pieces".formatted(MAX_PIECES));
    }
    if (count == pieces.length) {
      pieces = Arrays.copyOf(pieces, 2 * count);
    }
    pieces[count++] = number;
  }

  private AciException corrupt(String reason) {
    return header.corrupt("the map of a sparse file: " + reason);
  }
}
