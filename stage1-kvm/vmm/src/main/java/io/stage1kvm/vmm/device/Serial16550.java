package io.stage1kvm.vmm.device;

import io.stage1kvm.vmm.bus.BusDevice;
import java.util.function.IntConsumer;

/// A serial port with a 16550A, as early consoles and Linux's 8250 driver use it: eight registers.
/// It sends at once whatever the divisor says, so the sender is always empty. One exit of the
/// processor for each byte: for debugging, not for an app's output.
///
/// Its interrupt is an edge: raised whenever the line would go up.
public final class Serial16550 implements BusDevice {

  private static final int DATA = 0; // Divisor's low byte with DLAB.
  private static final int IER = 1; // Divisor's high byte with DLAB.
  private static final int IIR_FCR = 2;
  private static final int LCR = 3;
  private static final int MCR = 4;
  private static final int LSR = 5;
  private static final int MSR = 6;
  private static final int SCR = 7;

  private static final int IER_RECEIVED = 0x01;
  private static final int IER_SENT = 0x02;
  private static final int IIR_NONE = 0x01;
  private static final int IIR_SENT = 0x02;
  private static final int IIR_RECEIVED = 0x04;
  private static final int IIR_FIFOS = 0xc0;
  private static final int FCR_ENABLE = 0x01;
  private static final int FCR_CLEAR_RECEIVED = 0x02;
  private static final int LCR_DLAB = 0x80;
  private static final int MCR_OUT2 = 0x08;
  private static final int MCR_LOOP = 0x10;
  private static final int MCR_BITS = 0x1f;
  private static final int LSR_RECEIVED = 0x01;
  private static final int LSR_SENDER_EMPTY = 0x60;

  /// Carrier, ready and clear to send: somebody is at the other end.
  private static final int MSR_CONNECTED = 0xb0;

  private final IntConsumer output;
  private final Runnable interrupt;
  private final InputFifo input = new InputFifo();
  private int divisor = 1; // 115200 baud.
  private int ier;
  private boolean fifos;
  private int lcr = 3; // Eight bits, no parity.
  private int mcr = MCR_OUT2;
  private int scratch;
  private boolean sent;

  /// @param output takes one byte, 0 to 255, in a vCPU's thread: must not block
  /// @param interrupt raises an edge
  public Serial16550(IntConsumer output, Runnable interrupt) {
    this.output = output;
    this.interrupt = interrupt;
  }

  /// Gives the guest bytes to read, as many as it has room for.
  ///
  /// @return how many were taken; the others may be given again later
  public synchronized int receive(byte[] bytes, int offset, int length) {
    int taken = 0;
    while (taken < length && input.add(bytes[offset + taken] & 0xff)) {
      taken++;
    }
    if (taken > 0) {
      raise(IER_RECEIVED);
    }
    return taken;
  }

  @Override
  public synchronized long read(long offset, int size) {
    return switch ((int) offset) {
      case DATA -> latched() ? divisor & 0xff : input.take();
      case IER -> latched() ? divisor >> 8 : ier;
      case IIR_FCR -> identify() | (fifos ? IIR_FIFOS : 0);
      case LCR -> lcr;
      case MCR -> mcr;
      case LSR -> LSR_SENDER_EMPTY | (input.isEmpty() ? 0 : LSR_RECEIVED);
      case MSR -> modemStatus();
      case SCR -> scratch;
      default -> 0xff;
    };
  }

  @Override
  public synchronized void write(long offset, int size, long wide) {
    int value = (int) wide & 0xff;
    switch ((int) offset) {
      case DATA -> writeData(value);
      case IER -> writeIer(value);
      case IIR_FCR -> writeFcr(value);
      case LCR -> lcr = value;
      case MCR -> mcr = value & MCR_BITS;
      case SCR -> scratch = value;
      default -> {} // The status registers are read only.
    }
  }

  private boolean latched() {
    return (lcr & LCR_DLAB) != 0;
  }

  private void writeData(int value) {
    if (latched()) {
      divisor = divisor & 0xff00 | value;
      return;
    }
    if ((mcr & MCR_LOOP) != 0) {
      if (input.add(value)) {
        raise(IER_RECEIVED);
      }
    } else {
      output.accept(value);
    }
    sent = true;
    raise(IER_SENT);
  }

  private void writeIer(int value) {
    if (latched()) {
      divisor = divisor & 0xff | value << 8;
      return;
    }
    int added = value & ~ier;
    ier = value & 0xf;
    if ((added & IER_SENT) != 0) {
      sent = true; // The sender is empty: told to whoever begins to ask.
      raise(IER_SENT);
    }
    if ((added & IER_RECEIVED) != 0 && !input.isEmpty()) {
      raise(IER_RECEIVED);
    }
  }

  private void writeFcr(int value) {
    fifos = (value & FCR_ENABLE) != 0;
    if ((value & FCR_CLEAR_RECEIVED) != 0) {
      input.clear();
    }
  }

  /// The most urgent reason of the interrupt. Asking for it is what ends "sender empty".
  private int identify() {
    if ((ier & IER_RECEIVED) != 0 && !input.isEmpty()) {
      return IIR_RECEIVED;
    }
    if ((ier & IER_SENT) != 0 && sent) {
      sent = false;
      return IIR_SENT;
    }
    return IIR_NONE;
  }

  /// In a loop the modem's answers are the own lines, by which drivers recognize the chip.
  private int modemStatus() {
    if ((mcr & MCR_LOOP) == 0) {
      return MSR_CONNECTED;
    }
    int readyToClear = (mcr & 1) << 5 | (mcr & 2) << 3; // DTR to DSR, RTS to CTS.
    return readyToClear | (mcr & 0xc) << 4; // OUT1 to RI, OUT2 to DCD.
  }

  /// The second output opens the way from the chip to the interrupt controller.
  private void raise(int reason) {
    if ((ier & reason) != 0 && (mcr & MCR_OUT2) != 0) {
      interrupt.run();
    }
  }
}
