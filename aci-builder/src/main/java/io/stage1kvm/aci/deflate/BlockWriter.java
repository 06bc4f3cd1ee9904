package io.stage1kvm.aci.deflate;

/// Writes blocks: as they are, with the fixed codes, or with codes of their own, whichever is
/// shortest (RFC 1951, 3.2.3).
final class BlockWriter {
  private static final int STORED = 0;
  private static final int FIXED = 1;
  private static final int DYNAMIC = 2;
  private static final int MAX_STORED = 0xffff;

  private final BitOutput out;
  private final Code literals = new Code(Tokens.LITERALS, 15);
  private final Code distances = new Code(Tokens.DISTANCES, 15);
  private final CodeLengths header = new CodeLengths();

  BlockWriter(BitOutput out) {
    this.out = out;
  }

  /// @param from where the block's bytes are in the data
  void write(Tokens tokens, byte[] data, int from, int length) {
    tokens.literals[Tokens.END] = 1;
    literals.make(tokens.literals);
    distances.make(tokens.distances);
    header.make(literals.lengths(), distances.lengths());
    long extra = extra(tokens);
    long own =
        header.cost() + literals.cost(tokens.literals) + distances.cost(tokens.distances) + extra;
    long fixed =
        FixedCodes.LITERALS.cost(tokens.literals)
            + FixedCodes.DISTANCES.cost(tokens.distances)
            + extra;
    if (storedCost(length) <= Math.min(own, fixed)) {
      store(data, from, length);
    } else if (fixed <= own) {
      out.put(FIXED << 1, 3);
      put(tokens, FixedCodes.LITERALS, FixedCodes.DISTANCES);
    } else {
      out.put(DYNAMIC << 1, 3);
      header.write(out);
      put(tokens, literals, distances);
    }
  }

  /// The code that was made of the last block's literals and lengths, written or not.
  Code literals() {
    return literals;
  }

  private static long extra(Tokens tokens) {
    long bits = 0;
    for (int symbol = Tokens.END + 1; symbol < Tokens.LITERALS - 2; symbol++) {
      bits += (long) tokens.literals[symbol] * Symbols.extraOfLength(symbol);
    }
    for (int symbol = 0; symbol < Tokens.DISTANCES - 2; symbol++) {
      bits += (long) tokens.distances[symbol] * Symbols.extraOfDistance(symbol);
    }
    return bits;
  }

  private long storedCost(int length) {
    int pieces = Math.max(1, (length + MAX_STORED - 1) / MAX_STORED);
    return 8L * length + out.padding(3) + 32 + (pieces - 1) * 40L;
  }

  /// Bytes as they are. None at all bring the stream to a byte's border.
  void store(byte[] data, int from, int length) {
    int at = from;
    int left = length;
    do {
      int piece = Math.min(left, MAX_STORED);
      out.put(STORED << 1, 3);
      out.align();
      out.put(piece | (piece ^ 0xffffL) << 16, 32);
      out.bytes(data, at, piece);
      at += piece;
      left -= piece;
    } while (left > 0);
  }

  private void put(Tokens tokens, Code literals, Code distances) {
    int count = tokens.count();
    for (int i = 0; i < count; i++) {
      int token = tokens.get(i);
      if (token < 256) {
        out.put(literals.code(token), literals.length(token));
      } else {
        putMatch(token >>> 16, token & 0xffff, literals, distances);
      }
    }
    out.put(literals.code(Tokens.END), literals.length(Tokens.END));
  }

  private void putMatch(int length, int distance, Code literals, Code distances) {
    int symbol = Symbols.ofLength(length);
    int bits = literals.length(symbol);
    long value = literals.code(symbol) | (long) (length - Symbols.lengthBase(symbol)) << bits;
    bits += Symbols.extraOfLength(symbol);
    symbol = Symbols.ofDistance(distance);
    value |= (long) distances.code(symbol) << bits;
    bits += distances.length(symbol);
    int extra = Symbols.extraOfDistance(symbol);
    value |= (long) (distance - 1 & (1 << extra) - 1) << bits;
    out.put(value, bits + extra);
  }
}
