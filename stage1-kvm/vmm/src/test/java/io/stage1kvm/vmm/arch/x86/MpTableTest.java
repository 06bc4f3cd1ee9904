package io.stage1kvm.vmm.arch.x86;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class MpTableTest {

  static IntStream cpus() {
    return IntStream.rangeClosed(1, Layout.MAX_CPUS);
  }

  @ParameterizedTest
  @MethodSource("cpus")
  void tellsProcessorsAndLines(int cpus) {
    check(MpTable.of(cpus), cpus);
  }

  /// Every field that a kernel looks at.
  static void check(Piece piece, int cpus) {
    ByteBuffer all = ByteBuffer.wrap(piece.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(piece.address()).isEqualTo(0x9_fc00);
    assertThat(piece.end()).isLessThan(0xa_1000);
    assertThat(new String(piece.bytes(), 0, 4)).isEqualTo("_MP_");
    assertThat(all.getInt(4)).isEqualTo(0x9_fc10);
    assertThat(sum(piece.bytes(), 0, 16)).isZero();

    ByteBuffer table = all.slice(16, all.getShort(20)).order(ByteOrder.LITTLE_ENDIAN);
    assertThat(new String(piece.bytes(), 16, 4)).isEqualTo("PCMP");
    assertThat(table.capacity()).isEqualTo(268 + 20 * cpus);
    assertThat(table.capacity()).isEqualTo(piece.bytes().length - 16);
    assertThat(sum(piece.bytes(), 16, piece.bytes().length)).isZero();
    assertThat(table.getInt(36)).isEqualTo(0xfee0_0000);
    int[] counts = new int[5];
    int at = 44;
    for (int i = 0; i < table.getShort(34); i++) {
      int type = table.get(at);
      check(table, at, type, counts[type]++, cpus);
      at += type == 0 ? 20 : 8;
    }
    assertThat(at).isEqualTo(table.capacity());
    assertThat(counts).containsExactly(cpus, 1, 1, 24, 2);
  }

  private static void check(ByteBuffer table, int at, int type, int number, int cpus) {
    switch (type) {
      case 0 -> {
        assertThat(table.get(at + 1)).isEqualTo((byte) number);
        assertThat(table.get(at + 3)).isEqualTo((byte) (number == 0 ? 3 : 1));
      }
      case 2 -> {
        assertThat(table.get(at + 1)).isEqualTo((byte) cpus); // No processor's id.
        assertThat(table.getInt(at + 4)).isEqualTo(0xfec0_0000);
      }
      case 3 -> {
        assertThat(table.get(at + 5)).isEqualTo((byte) number);
        assertThat(table.get(at + 6)).isEqualTo((byte) cpus);
        assertThat(table.get(at + 7)).isEqualTo((byte) number);
      }
      case 4 -> {
        assertThat(table.get(at + 1)).isEqualTo((byte) (number == 0 ? 3 : 1));
        assertThat(table.get(at + 7)).isEqualTo((byte) number);
      }
      default -> {
        byte[] name = new byte[6];
        table.get(at + 2, name);
        assertThat(new String(name)).isEqualTo("ISA   ");
      }
    }
  }

  private static int sum(byte[] bytes, int from, int to) {
    int sum = 0;
    for (int i = from; i < to; i++) {
      sum += bytes[i];
    }
    return sum & 0xff;
  }
}
