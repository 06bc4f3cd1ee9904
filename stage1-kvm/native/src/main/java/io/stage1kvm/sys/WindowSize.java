package io.stage1kvm.sys;

/// Rows and columns of a terminal; 0 where the terminal does not know.
public record WindowSize(int rows, int columns) {

  public WindowSize {
    requireUint16("rows", rows);
    requireUint16("columns", columns);
  }

  private static void requireUint16(String field, int value) {
    if (value < 0 || value > 0xffff) {
      throw new IllegalArgumentException(field + " '" + value + "' must be 0 to 65535");
    }
  }
}
