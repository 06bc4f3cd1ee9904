package io.stage1kvm.aci.deflate;

/// How hard to look for matches.
///
/// @param depth most candidates looked at for one place
/// @param nice a match of this length is taken without looking for a longer one
/// @param lazy whether a match waits for what may be found one byte later
record Level(int depth, int nice, boolean lazy) {
  static Level of(int level) {
    return switch (level) {
      case 1 -> new Level(2, 16, false);
      case 2 -> new Level(6, 16, false);
      case 3 -> new Level(12, 24, false);
      case 4 -> new Level(16, 30, false);
      case 5 -> new Level(16, 128, true);
      case 6 -> new Level(48, 258, true);
      case 7 -> new Level(128, 258, true);
      case 8 -> new Level(400, 258, true);
      case 9 -> new Level(1200, 258, true);
      default ->
          throw new IllegalArgumentException("level '%d' must be between 1 and 9".formatted(level));
    };
  }
}
