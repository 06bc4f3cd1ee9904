package io.stage1kvm.aci.deflate;

import java.util.Objects;

/// Compresses pieces of a stream, each by itself. Not for more than one thread at once.
///
/// The bytes depend on the piece, the window and the level, and on nothing else.
public final class Deflate {
  /// As far as a piece looks back.
  public static final int WINDOW = MatchFinder.WINDOW;

  /// Bytes that the data must have behind a piece. What they are does not matter.
  public static final int TAIL = Long.BYTES;

  private static final int SLACK = 64;

  private final BitOutput out = new BitOutput();
  private final BlockWriter writer = new BlockWriter(out);
  private final Parser parser;

  /// @param level from 1, quick, to 9, small
  public Deflate(int level) {
    parser = new Parser(Level.of(level), writer);
  }

  /// @return how many bytes the output must have room for
  public static int room(int length) {
    return length + (length >> 8) + SLACK;
  }

  /// Compresses up to a byte's border, so that any other piece or the end may follow.
  ///
  /// @param data the piece, with the window before it
  /// @param start where the piece begins
  /// @param end where it ends, [#TAIL] bytes before the data's end at least
  /// @return the number of bytes in `output`
  public int compress(byte[] data, int start, int end, byte[] output) {
    Objects.checkFromToIndex(start, end, data.length - TAIL);
    if (output.length < room(end - start)) {
      throw new IllegalArgumentException("there is no room for %d bytes".formatted(end - start));
    }
    out.begin(output);
    parser.parse(data, start, end);
    writer.store(data, start, 0);
    return out.position();
  }
}
