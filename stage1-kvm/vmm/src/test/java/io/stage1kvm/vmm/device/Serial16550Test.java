package io.stage1kvm.vmm.device;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class Serial16550Test {
  private static final int DATA = 0;
  private static final int IER = 1;
  private static final int IIR = 2;
  private static final int LCR = 3;
  private static final int MCR = 4;
  private static final int LSR = 5;
  private static final int MSR = 6;
  private static final int SCR = 7;

  private final StringBuilder output = new StringBuilder();
  private int interrupts;
  private final Serial16550 serial =
      new Serial16550(value -> output.append((char) value), () -> interrupts++);

  private void write(int register, int value) {
    serial.write(register, 1, value);
  }

  private int read(int register) {
    return (int) serial.read(register, 1);
  }

  private void write(String text) {
    text.chars().forEach(c -> write(DATA, c));
  }

  /// As an early console does it: no interrupt, only asks whether the sender is empty.
  @Test
  void sendsWhenPolled() {
    for (char c : "earlycon\n".toCharArray()) {
      assertThat(read(LSR) & 0x20).isEqualTo(0x20);
      write(DATA, c);
    }
    assertThat(output).hasToString("earlycon\n");
    assertThat(interrupts).isZero();
  }

  @Test
  void tellsWhenTheSenderIsEmpty() {
    write(IER, 2);
    assertThat(interrupts).isEqualTo(1); // It is empty now.
    assertThat(read(IIR)).isEqualTo(2);
    assertThat(read(IIR)).isEqualTo(1); // Told once.
    write("a");
    assertThat(interrupts).isEqualTo(2);
    assertThat(read(IIR)).isEqualTo(2);
    write(IER, 0);
    write("b");
    assertThat(interrupts).isEqualTo(2);
    assertThat(read(IIR)).isEqualTo(1);
    write(IER, 2);
    assertThat(interrupts).isEqualTo(3);
  }

  @Test
  void interruptsOnlyThroughItsSecondOutput() {
    write(MCR, 0);
    write(IER, 2);
    assertThat(interrupts).isZero();
    assertThat(read(IIR)).isEqualTo(2);
    write(MCR, 8);
    write("a");
    assertThat(interrupts).isEqualTo(1);
  }

  @Test
  void receivesAsMuchAsItHasRoomFor() {
    write(IER, 1);
    byte[] bytes = new byte[100];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (200 + i);
    }
    assertThat(serial.receive(bytes, 0, 100)).isEqualTo(64);
    assertThat(serial.receive(bytes, 64, 36)).isZero();
    assertThat(interrupts).isEqualTo(1);
    assertThat(read(IIR)).isEqualTo(4);
    for (int i = 0; i < 64; i++) {
      assertThat(read(LSR) & 1).isEqualTo(1);
      assertThat(read(DATA)).isEqualTo((200 + i) & 0xff);
    }
    assertThat(read(LSR)).isEqualTo(0x60);
    assertThat(read(DATA)).isZero();
    assertThat(serial.receive(bytes, 64, 36)).isEqualTo(36);
    write(IIR, 3); // Clears what was received.
    assertThat(read(LSR)).isEqualTo(0x60);
    assertThat(read(IIR)).isEqualTo(0xc1);
  }

  @Test
  void tellsLateOfWhatItHasReceived() {
    serial.receive(new byte[] {7}, 0, 1);
    assertThat(interrupts).isZero();
    write(IER, 1);
    assertThat(interrupts).isEqualTo(1);
  }

  @Test
  void keepsItsRegisters() {
    write(LCR, 0x83);
    write(DATA, 0x34);
    write(IER, 0x12);
    assertThat(read(DATA)).isEqualTo(0x34);
    assertThat(read(IER)).isEqualTo(0x12);
    write(LCR, 3);
    assertThat(read(LCR)).isEqualTo(3);
    assertThat(read(IER)).isZero();
    write(IER, 0xff);
    assertThat(read(IER)).isEqualTo(0xf); // By which drivers recognize it.
    write(SCR, 0xa5);
    assertThat(read(SCR)).isEqualTo(0xa5);
    write(MCR, 0xff);
    assertThat(read(MCR)).isEqualTo(0x1f);
    write(LSR, 0);
    write(MSR, 0);
    assertThat(read(LSR)).isEqualTo(0x60);
    assertThat(output).isEmpty();
  }

  /// What Linux's 8250 driver tries before it believes that there is a port.
  @Test
  void answersInALoop() {
    assertThat(read(MSR)).isEqualTo(0xb0);
    write(MCR, 0x10 | 0x08 | 0x02);
    assertThat(read(MSR) & 0xf0).isEqualTo(0x90);
    write(MCR, 0x10 | 0x04 | 0x01);
    assertThat(read(MSR) & 0xf0).isEqualTo(0x60);
    write("x");
    assertThat(read(DATA)).isEqualTo('x');
    assertThat(output).isEmpty();
    for (int i = 0; i < 1000; i++) {
      write("y");
    }
    write(MCR, 0x08);
    write("z");
    assertThat(output).hasToString("z");
  }

  @Test
  void endures() {
    Random random = new Random(16550);
    for (int i = 0; i < 200_000; i++) {
      long offset = random.nextInt(8);
      if (random.nextBoolean()) {
        serial.write(offset, 1, random.nextInt(256));
      } else {
        assertThat(serial.read(offset, 1)).isBetween(0L, 255L);
      }
      output.setLength(0);
    }
  }
}
