package io.stage1kvm.aci.deflate;

import java.util.Arrays;

/// Finds earlier places with the same bytes: chains of places whose next bytes have the same hash,
/// and the last place for each hash of three bytes.
final class MatchFinder {
  static final int MIN_MATCH = 3;
  static final int MAX_MATCH = 258;

  /// As far as deflate looks back.
  static final int WINDOW = 1 << 15;

  private static final int MASK = WINDOW - 1;
  private static final int HASH_BITS = 16;
  private static final int BITS_OF_THREE = 15;
  private static final int NONE = -WINDOW;

  /// 2^64 divided by the golden ratio, odd.
  private static final long FACTOR = 0x9E3779B97F4A7C15L;

  private final int[] last = new int[1 << HASH_BITS];
  private final int[] lastOfThree = new int[1 << BITS_OF_THREE];

  /// The place before, with the same hash, of each place in the window.
  private final int[] before = new int[WINDOW];

  private final int depth;
  private final int nice;

  /// Shifts out what is not hashed.
  private int shift;

  /// Whether matches of three bytes are of interest.
  private boolean three;

  MatchFinder(Level level) {
    this.depth = level.depth();
    this.nice = level.nice();
  }

  /// Forgets all places.
  ///
  /// @param shortest length of a match that is of interest; shorter ones may be found, too
  void begin(int shortest) {
    three = shortest <= 3;
    shift = Long.SIZE - Byte.SIZE * Math.clamp(shortest, 4, 6);
    Arrays.fill(last, NONE);
    if (three) {
      Arrays.fill(lastOfThree, NONE);
    }
  }

  /// Notes places without looking for a match.
  void add(byte[] data, int from, int to) {
    int[] last = this.last;
    int[] before = this.before;
    for (int at = from; at < to; at++) {
      long next = Bytes.getLong(data, at);
      int hash = (int) ((next << shift) * FACTOR >>> Long.SIZE - HASH_BITS);
      before[at & MASK] = last[hash];
      last[hash] = at;
      if (three) {
        lastOfThree[hashOfThree(next)] = at;
      }
    }
  }

  private static int hashOfThree(long next) {
    return (int) ((next << 40) * FACTOR >>> Long.SIZE - BITS_OF_THREE);
  }

  /// Notes a place and looks for the longest match.
  ///
  /// @param most bytes that are left
  /// @param beat only a longer match is of interest
  /// @return length and distance as [Tokens] has them, 0 for none
  int find(byte[] data, int at, int most, int beat) {
    long next = Bytes.getLong(data, at);
    int hash = (int) ((next << shift) * FACTOR >>> Long.SIZE - HASH_BITS);
    int place = last[hash];
    before[at & MASK] = place;
    last[hash] = at;
    int match = three ? findThree(data, at, next, beat) : 0;
    int best = Math.max(beat, MIN_MATCH);
    return best < most && at - place < WINDOW ? longest(data, at, most, place, best, match) : match;
  }

  private int findThree(byte[] data, int at, long next, int beat) {
    int hash = hashOfThree(next);
    int near = lastOfThree[hash];
    lastOfThree[hash] = at;
    return beat < MIN_MATCH
            && at - near < WINDOW
            && (Bytes.getInt(data, near) ^ (int) next) << 8 == 0
        ? MIN_MATCH << 16 | at - near
        : 0;
  }

  private int longest(byte[] data, int at, int most, int first, int beat, int match) {
    int[] before = this.before;
    int enough = Math.min(nice, most);
    int found = match;
    int best = beat;
    int place = first;
    int tail = Bytes.getInt(data, at + best - 3);
    int next = Bytes.getInt(data, at);
    for (int left = depth; left > 0 && at - place < WINDOW; left--) {
      // A longer match has the same bytes at its end, too.
      if (Bytes.getInt(data, place + best - 3) == tail && Bytes.getInt(data, place) == next) {
        int length = length(data, place, at, most);
        if (length > best) {
          best = length;
          found = length << 16 | at - place;
          if (length >= enough) {
            break;
          }
          tail = Bytes.getInt(data, at + best - 3);
        }
      }
      place = before[place & MASK];
    }
    return found;
  }

  private static int length(byte[] data, int earlier, int at, int most) {
    for (int n = 4; n < most; n += 8) {
      long difference = Bytes.getLong(data, earlier + n) ^ Bytes.getLong(data, at + n);
      if (difference != 0) {
        return Math.min(most, n + (Long.numberOfTrailingZeros(difference) >>> 3));
      }
    }
    return most;
  }
}
