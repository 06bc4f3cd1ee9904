package io.stage1kvm.stage1;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.locks.ReentrantLock;

/// One of our own output streams, shared by all apps. The lock is fair: an app that writes without
/// end
/// waits its turn behind each other app's next lines. Lines of different apps never mix.
final class Console {
  private final OutputStream out;
  private final ReentrantLock turn = new ReentrantLock(true);

  /// @param out unbuffered
  Console(OutputStream out) {
    this.out = out;
  }

  void write(byte[] bytes, int length) throws IOException {
    turn.lock();
    try {
      out.write(bytes, 0, length);
    } finally {
      turn.unlock();
    }
  }
}
