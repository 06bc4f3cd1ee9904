package io.stage1kvm.aci.deflate;

/// Cuts a piece of data into literals and matches.
final class Parser {
  /// The finder reads a few bytes at once, which must be there.
  private static final int TAIL = 8;

  /// Literals in a row after which it looks at fewer places: what does not compress (it is
  /// compressed already) takes little time.
  private static final int PATIENCE_BITS = 8;

  private static final int MAX_STRIDE = 16;

  private final Level level;
  private final MatchFinder finder;
  private final Tokens tokens;
  private final BlockWriter writer;
  private final Worth worth = new Worth();
  private byte[] data;
  private int end;

  /// Where the block in work begins.
  private int blockStart;

  /// Literals since the last match.
  private int literals;

  Parser(Level level, BlockWriter writer) {
    this.level = level;
    this.writer = writer;
    this.finder = new MatchFinder(level);
    this.tokens = new Tokens();
  }

  /// @param start what lies before is the window
  void parse(byte[] data, int start, int end) {
    this.data = data;
    this.end = end;
    tokens.reset();
    worth.learn(data, start, end);
    finder.begin(worth.shortest());
    literals = 0;
    blockStart = start;
    int searchEnd = Math.max(start, end - TAIL);
    finder.add(data, Math.max(0, start - MatchFinder.WINDOW), Math.min(start, end - TAIL));
    int at = start;
    while (at < searchEnd) {
      at = step(at, searchEnd);
      if (tokens.isFull(at - blockStart)) {
        endBlock(at);
      }
    }
    while (at < end) {
      tokens.literal(data[at++]);
      if (tokens.isFull(at - blockStart)) {
        endBlock(at);
      }
    }
    endBlock(end);
  }

  private void endBlock(int at) {
    if (at > blockStart) {
      writer.write(tokens, data, blockStart, at - blockStart);
      worth.learn(tokens.literals, writer.literals());
      tokens.reset();
      blockStart = at;
    }
  }

  /// @return the place after the next token, or after the literals before the next match
  private int step(int from, int searchEnd) {
    int at = from;
    int match = find(at, MatchFinder.MIN_MATCH - 1);
    if (match == 0) {
      return skip(at, searchEnd);
    }
    literals = 0;
    int length = match >>> 16;
    while (level.lazy() && length < level.nice() && at + 1 < searchEnd) {
      int next = find(at + 1, length - 1);
      if (next == 0 || !isBetter(next, match)) {
        tokens.match(match);
        return leave(at + 2, at + length, searchEnd);
      }
      tokens.literal(data[at++]);
      match = next;
      length = match >>> 16;
    }
    tokens.match(match);
    return leave(at + 1, at + length, searchEnd);
  }

  /// A match that begins a byte later has to save more than the literal before it costs.
  private static boolean isBetter(int next, int match) {
    int longer = (next >>> 16) - (match >>> 16);
    int nearer =
        Integer.numberOfLeadingZeros(next & 0xffff) - Integer.numberOfLeadingZeros(match & 0xffff);
    return 4 * longer + nearer > 2;
  }

  private int find(int at, int beat) {
    int match = finder.find(data, at, Math.min(MatchFinder.MAX_MATCH, end - at), beat);
    return match != 0 && worth.has(match) ? match : 0;
  }

  private int skip(int from, int searchEnd) {
    int stride = Math.min(1 + (literals >> PATIENCE_BITS), MAX_STRIDE);
    int to = Math.min(from + stride, searchEnd);
    for (int at = from; at < to; at++) {
      tokens.literal(data[at]);
    }
    literals += to - from;
    return to;
  }

  private int leave(int from, int to, int searchEnd) {
    finder.add(data, from, Math.min(to, searchEnd));
    return to;
  }
}
