package io.stage1kvm.stage0;

import java.util.ArrayList;
import java.util.List;

/// A table whose columns are aligned by tabs of eight, as rkt prints them. The last cell of a row
/// is not padded.
final class TabTable {
  private static final int TAB = 8;

  private final List<List<String>> rows = new ArrayList<>();

  void row(List<String> cells) {
    rows.add(List.copyOf(cells));
  }

  String text() {
    StringBuilder text = new StringBuilder();
    for (List<String> row : rows) {
      for (int column = 0; column < row.size() - 1; column++) {
        String cell = row.get(column);
        int missing = width(column) - cell.length();
        text.append(cell).append("\t".repeat((missing + TAB - 1) / TAB));
      }
      text.append(row.getLast()).append('\n');
    }
    return text.toString();
  }

  /// The longest cell and a space, rounded up to whole tabs.
  private int width(int column) {
    int longest = rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
    return (longest + TAB) / TAB * TAB;
  }
}
