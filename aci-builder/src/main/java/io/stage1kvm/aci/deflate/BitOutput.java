package io.stage1kvm.aci.deflate;

/// Bits into bytes, the first one lowest.
final class BitOutput {
  private byte[] out;
  private int position;
  private long bits;
  private int count;

  void begin(byte[] out) {
    this.out = out;
    position = 0;
    bits = 0;
    count = 0;
  }

  /// @param length at most 48
  void put(long value, int length) {
    bits |= value << count;
    count += length;
    Bytes.putLong(out, position, bits);
    int whole = count >>> 3;
    position += whole;
    bits = whole == 8 ? 0 : bits >>> (whole << 3);
    count &= 7;
  }

  /// Goes on at the next byte's border.
  void align() {
    if (count > 0) {
      put(0, 8 - count);
    }
  }

  /// Adds bytes, at a byte's border.
  void bytes(byte[] data, int from, int length) {
    System.arraycopy(data, from, out, position, length);
    position += length;
  }

  /// Bits until the next byte's border, if some more are put before.
  int padding(int more) {
    return -(count + more) & 7;
  }

  int position() {
    return position;
  }
}
