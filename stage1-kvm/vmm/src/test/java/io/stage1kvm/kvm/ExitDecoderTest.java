package io.stage1kvm.kvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/// On the bytes that a kernel has left in `struct kvm_run`: the head of 32 bytes, then the union.
final class ExitDecoderTest {

  private static final int DATA = 0x1000;

  private final ByteBuffer run = ByteBuffer.allocate(2 * DATA).order(ByteOrder.LITTLE_ENDIAN);
  private final ExitDecoder decoder = new ExitDecoder(run);

  private VcpuExit decode(int reason, String union) {
    run.putInt(8, reason);
    run.put(32, HexFormat.ofDelimiter(" ").parseHex(union));
    return decoder.decode();
  }

  @Test
  void readsWhatIsWrittenToAPort() {
    run.put(DATA, (byte) 0xc3);
    VcpuExit.Io io = (VcpuExit.Io) decode(2, "01 01 f8 03 01 00 00 00 00 10 00 00 00 00 00 00");
    assertThat(io.isOut()).isTrue();
    assertThat(io.port()).isEqualTo(0x3f8);
    assertThat(io.size()).isEqualTo(1);
    assertThat(io.count()).isEqualTo(1);
    assertThat(io.value(0)).isEqualTo(0xc3);
  }

  @Test
  void answersEachValueOfAString() {
    VcpuExit.Io io = (VcpuExit.Io) decode(2, "00 04 fc 0c 02 00 00 00 00 10 00 00 00 00 00 00");
    io.answer(0, -1);
    io.answer(1, 0x1_8000_0001L);
    assertThat(io.isOut()).isFalse();
    assertThat(run.getInt(DATA)).isEqualTo(-1);
    assertThat(run.getInt(DATA + 4)).isEqualTo(0x80000001);
    assertThat(io.value(0)).isEqualTo(0xffff_ffffL);
    assertThat(run.getInt(DATA + 8)).isZero();
  }

  @Test
  void readsWhatIsWrittenToADevice() {
    VcpuExit.Mmio mmio =
        (VcpuExit.Mmio)
            decode(6, "50 10 00 d0 00 00 00 00 ff ff ff ff 11 22 33 44 04 00 00 00 01 00 00 00");
    assertThat(mmio.address()).isEqualTo(0xd0001050L);
    assertThat(mmio.isWrite()).isTrue();
    assertThat(mmio.size()).isEqualTo(4);
    assertThat(mmio.value()).isEqualTo(0xffff_ffffL);
  }

  @Test
  void answersWithAsManyBytesAsAreAsked() {
    VcpuExit.Mmio mmio =
        (VcpuExit.Mmio)
            decode(6, "00 00 00 d0 00 00 00 00 55 55 55 55 55 55 55 55 03 00 00 00 00 00 00 00");
    mmio.answer(0x0102030405060708L);
    assertThat(mmio.isWrite()).isFalse();
    assertThat(run.getLong(40)).isEqualTo(0x5555555555060708L);
    assertThat(mmio.value()).isEqualTo(0x060708);
  }

  @Test
  void makesNoObjectForTheFrequentOnes() {
    VcpuExit first = decode(6, "00 00");
    assertThat(decode(6, "01 00")).isSameAs(first);
    VcpuExit io = decode(2, "01 01");
    assertThat(decode(2, "00 01")).isSameAs(io);
  }

  @Test
  void tellsTheEndsApart() {
    assertThat(decode(5, "")).isEqualTo(new VcpuExit.Hlt());
    assertThat(decode(8, "")).isEqualTo(new VcpuExit.Shutdown());
    assertThat(decode(10, "")).isEqualTo(new VcpuExit.Interrupted());
    assertThat(decode(24, "02 00 00 00")).isEqualTo(new VcpuExit.SystemEvent(2));
    assertThat(decode(9, "21 00 00 80 00 00 00 00 03 00 00 00"))
        .isEqualTo(new VcpuExit.FailEntry(0x80000021L, 3));
    assertThat(decode(0, "07 00 00 00 00 00 00 00")).isEqualTo(new VcpuExit.Unknown(0, 7));
    assertThat(decode(37, "07 00 00 00 00 00 00 00")).isEqualTo(new VcpuExit.Unknown(37, 0));
  }

  @Test
  void showsTheInstructionThatCannotBeEmulated() {
    String emulation = "01 00 00 00 04 00 00 00 01 00 00 00 00 00 00 00 04 0f 0b c4 e2 00 00 00";
    assertThat(decode(17, emulation)).isEqualTo(new VcpuExit.InternalError(1, "0f0bc4e2"));
  }

  @Test
  void showsNoInstructionWhereNoneIsGiven() {
    // Without the flag, with too few words, of another error.
    String noFlag = "01 00 00 00 04 00 00 00 00 00 00 00 00 00 00 00 04 0f 0b c4 e2 00 00 00";
    assertThat(decode(17, noFlag)).isEqualTo(new VcpuExit.InternalError(1, ""));
    String noWords = "01 00 00 00 00 00 00 00 01 00 00 00 00 00 00 00 04 0f 0b c4 e2 00 00 00";
    assertThat(decode(17, noWords)).isEqualTo(new VcpuExit.InternalError(1, ""));
    String other = "03 00 00 00 04 00 00 00 01 00 00 00 00 00 00 00 04 0f 0b c4 e2 00 00 00";
    assertThat(decode(17, other)).isEqualTo(new VcpuExit.InternalError(3, ""));
  }
}
