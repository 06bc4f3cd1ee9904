package io.stage1kvm.stage1;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/// Copies our standard input to a program in the guest, on a thread of its own that ends with the
/// JVM.
final class Pump {
  private static final int CHUNK = 32 * 1024;

  private Pump() {}

  static void standardInputTo(OutputStream program) {
    InputStream in = new FileInputStream(FileDescriptor.in);
    Thread.ofPlatform().daemon().name("stdin").start(() -> copy(in, program));
  }

  private static void copy(InputStream in, OutputStream program) {
    byte[] buffer = new byte[CHUNK];
    try (program) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        program.write(buffer, 0, n);
      }
    } catch (IOException e) {
      return; // the program has ended, or our input is broken: it sees the end of its input
    }
  }
}
