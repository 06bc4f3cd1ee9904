package io.stage1kvm.manifest.json;

import java.util.List;

/// Finds the word that was meant.
final class Spelling {
  private static final int FARTHEST = 2;
  private static final int LONGEST = 40;

  private Spelling() {}

  /// The nearest word within two strokes, or null.
  static String nearest(String word, List<String> words) {
    String nearest = null;
    int least = Math.min(FARTHEST, word.length() / 3) + 1;
    for (String candidate : words) {
      int distance = word.length() > LONGEST ? least : distance(word, candidate);
      if (distance < least) {
        least = distance;
        nearest = candidate;
      }
    }
    return nearest;
  }

  /// Strokes from one word to the other (Levenshtein).
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
