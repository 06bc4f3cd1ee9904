package io.stage1kvm.boot;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// The threads between the guest's console and our standard streams.
final class BootConsole {

  private static final int PIECE = 16 * 1024;

  private final Thread output;

  /// Begins to copy.
  ///
  /// @param fromGuest ends with the machine
  /// @param toGuest stays open when our input ends
  BootConsole(InputStream fromGuest, OutputStream toGuest, InputStream in, OutputStream out) {
    output = start("output", () -> show(fromGuest, out));
    start("input", () -> type(in, toGuest));
  }

  private static Thread start(String name, Runnable run) {
    Thread thread = new Thread(run, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /// If nobody reads what we write any more, the guest goes on all the same.
  private static void show(InputStream fromGuest, OutputStream out) {
    byte[] piece = new byte[PIECE];
    OutputStream to = out;
    try {
      for (int n = fromGuest.read(piece); n >= 0; n = fromGuest.read(piece)) {
        try {
          to.write(piece, 0, n);
          to.flush();
        } catch (IOException e) {
          to = OutputStream.nullOutputStream();
        }
      }
    } catch (IOException e) {
      // The machine is gone.
    }
  }

  private static void type(InputStream in, OutputStream toGuest) {
    byte[] piece = new byte[PIECE];
    try {
      for (int n = in.read(piece); n > 0; n = in.read(piece)) {
        toGuest.write(piece, 0, n);
        toGuest.flush();
      }
    } catch (IOException e) {
      // Nobody types any more, or the machine is gone.
    }
  }

  /// Waits until all is written, after the machine's end.
  void finish() throws InterruptedException {
    output.join();
  }
}
