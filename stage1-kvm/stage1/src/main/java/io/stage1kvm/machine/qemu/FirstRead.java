package io.stage1kvm.machine.qemu;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/// A stream that runs an action once, after its first byte or its end. For one reading thread.
final class FirstRead extends FilterInputStream {

  private Runnable action;

  FirstRead(InputStream in, Runnable action) {
    super(in);
    this.action = action;
  }

  @Override
  public int read() throws IOException {
    int b = super.read();
    act();
    return b;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    int n = super.read(target, offset, length);
    act();
    return n;
  }

  private void act() {
    if (action != null) {
      Runnable once = action;
      action = null;
      once.run();
    }
  }
}
