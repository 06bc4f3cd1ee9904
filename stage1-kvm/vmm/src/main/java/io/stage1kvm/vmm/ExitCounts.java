package io.stage1kvm.vmm;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// How often a vCPU has left the guest, and why. Counted by its thread alone, without making an
/// object; read by any thread, who may miss the last few.
final class ExitCounts {

  /// More than a guest has registers and ports that it uses; a hostile one shares the last slot.
  private static final int SLOTS = 1024;

  private static final int KIND_SHIFT = 60;
  private static final long PLACE = (1L << KIND_SHIFT) - 1;

  /// Never 0, which is an empty slot.
  enum Kind {
    NONE,
    PORT_READ,
    PORT_WRITE,
    MEMORY_READ,
    MEMORY_WRITE,
    INTERRUPTED,
    OTHER;
  }

  private static final Kind[] KINDS = Kind.values();

  private final long[] keys = new long[SLOTS];
  private final long[] counts = new long[SLOTS];

  /// @param place port, address or number of the reason
  void add(Kind kind, long place) {
    long key = (long) kind.ordinal() << KIND_SHIFT | place & PLACE;
    int start = (int) ((key ^ key >>> 17 ^ key >>> 32) & (SLOTS - 1));
    for (int i = 0; i < SLOTS; i++) {
      int slot = start + i & (SLOTS - 1);
      if (keys[slot] == 0) {
        keys[slot] = key;
      }
      if (keys[slot] == key) {
        counts[slot]++;
        return;
      }
    }
    counts[SLOTS - 1]++;
  }

  /// The sum over vCPUs, the most frequent first.
  static List<ExitCount> sum(List<ExitCounts> vcpus) {
    ExitCounts all = new ExitCounts();
    for (ExitCounts one : vcpus) {
      for (int slot = 0; slot < SLOTS; slot++) {
        if (one.keys[slot] != 0) {
          all.merge(one.keys[slot], one.counts[slot]);
        }
      }
    }
    List<ExitCount> list = new ArrayList<>();
    for (int slot = 0; slot < SLOTS; slot++) {
      if (all.keys[slot] != 0) {
        Kind kind = KINDS[(int) (all.keys[slot] >>> KIND_SHIFT)];
        list.add(new ExitCount(reason(kind), all.keys[slot] & PLACE, all.counts[slot]));
      }
    }
    list.sort(Comparator.comparingLong(ExitCount::count).reversed());
    return list;
  }

  private void merge(long key, long count) {
    for (int slot = 0; slot < SLOTS; slot++) {
      if (keys[slot] == 0 || keys[slot] == key || slot == SLOTS - 1) {
        keys[slot] = keys[slot] == 0 ? key : keys[slot];
        counts[slot] += count;
        return;
      }
    }
  }

  private static String reason(Kind kind) {
    return switch (kind) {
      case NONE, OTHER -> "exit";
      case PORT_READ -> "port read";
      case PORT_WRITE -> "port write";
      case MEMORY_READ -> "memory read";
      case MEMORY_WRITE -> "memory write";
      case INTERRUPTED -> "interrupted";
    };
  }
}
