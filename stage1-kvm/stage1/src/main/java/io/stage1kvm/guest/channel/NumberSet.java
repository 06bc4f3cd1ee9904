package io.stage1kvm.guest.channel;

import java.util.Map;
import java.util.TreeMap;

/// Numbers, kept as ranges: stream numbers are given out in order, so that a session of any age
/// needs
/// a few of them. Not thread-safe.
final class NumberSet {
  /// First to last number of each range; ranges do not touch.
  private final TreeMap<Integer, Integer> ranges = new TreeMap<>();

  boolean contains(int number) {
    Map.Entry<Integer, Integer> range = ranges.floorEntry(number);
    return range != null && number <= range.getValue();
  }

  /// Adds a number that is not negative.
  void add(int number) {
    if (contains(number)) {
      return;
    }
    Map.Entry<Integer, Integer> below = ranges.floorEntry(number);
    int first = below != null && below.getValue() == number - 1 ? below.getKey() : number;
    Integer above = number == Integer.MAX_VALUE ? null : ranges.remove(number + 1);
    ranges.put(first, above == null ? number : above);
  }

  int rangeCount() {
    return ranges.size();
  }
}
