package io.stage1kvm.manifest.type;

import java.math.BigInteger;
import java.util.Comparator;

/// A version number by SemVer 2.0.0, taken apart. `preRelease` and `build` are empty if there are
/// none.
record SemVer(long major, long minor, long patch, String preRelease, String build)
    implements Comparable<SemVer> {
  private static final int LONGEST_NUMBER = 18;
  private static final String DIGITS = "0123456789";
  private static final String IDENTIFIER =
      DIGITS + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-";

  /// The parts of a version number, or null if it is none.
  static SemVer parse(String text) {
    int plus = text.indexOf('+');
    String build = plus < 0 ? "" : text.substring(plus + 1);
    String rest = plus < 0 ? text : text.substring(0, plus);
    int dash = rest.indexOf('-');
    String preRelease = dash < 0 ? "" : rest.substring(dash + 1);
    String[] core = (dash < 0 ? rest : rest.substring(0, dash)).split("\\.", -1);
    boolean good =
        core.length == 3
            && isNumber(core[0])
            && isNumber(core[1])
            && isNumber(core[2])
            && (dash < 0 || areIdentifiers(preRelease, true))
            && (plus < 0 || areIdentifiers(build, false));
    return good
        ? new SemVer(
            Long.parseLong(core[0]),
            Long.parseLong(core[1]),
            Long.parseLong(core[2]),
            preRelease,
            build)
        : null;
  }

  /// Three numbers with anything behind them, which is all that actool wants; not all zero.
  static boolean isAlmost(String text) {
    String rest = text.split("\\+", 2)[0].split("-", 2)[0];
    String[] core = rest.split("\\.", 3);
    boolean zero = rest.equals(text);
    for (String number : core) {
      boolean fits =
          isDigits(number) && new BigInteger(number).bitLength() < Long.SIZE && core.length == 3;
      if (!fits) {
        return false;
      }
      zero &= Check.consistsOf(number, "0");
    }
    return !zero;
  }

  boolean isZero() {
    return major == 0 && minor == 0 && patch == 0 && preRelease.isEmpty() && build.isEmpty();
  }

  @Override
  public int compareTo(SemVer other) {
    int order =
        Comparator.comparingLong(SemVer::major)
            .thenComparingLong(SemVer::minor)
            .thenComparingLong(SemVer::patch)
            .compare(this, other);
    return order != 0 ? order : comparePreRelease(preRelease, other.preRelease);
  }

  private static int comparePreRelease(String a, String b) {
    if (a.isEmpty() || b.isEmpty()) {
      // A release comes after its pre-releases.
      return Boolean.compare(a.isEmpty(), b.isEmpty());
    }
    String[] left = a.split("\\.");
    String[] right = b.split("\\.");
    for (int i = 0; i < Math.min(left.length, right.length); i++) {
      int order = compareIdentifier(left[i], right[i]);
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(left.length, right.length);
  }

  private static int compareIdentifier(String a, String b) {
    boolean numeric = isDigits(a);
    if (numeric != isDigits(b)) {
      return numeric ? -1 : 1;
    }
    // No leading zeros: of two numbers the longer one is the larger.
    return numeric && a.length() != b.length()
        ? Integer.compare(a.length(), b.length())
        : a.compareTo(b);
  }

  private static boolean isNumber(String s) {
    return isDigits(s) && s.length() <= LONGEST_NUMBER && (s.length() == 1 || s.charAt(0) != '0');
  }

  private static boolean areIdentifiers(String s, boolean preRelease) {
    for (String part : s.split("\\.", -1)) {
      boolean zeros = part.length() > 1 && part.charAt(0) == '0' && isDigits(part);
      if (part.isEmpty() || preRelease && zeros || !Check.consistsOf(part, IDENTIFIER)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigits(String s) {
    return !s.isEmpty() && Check.consistsOf(s, DIGITS);
  }
}
