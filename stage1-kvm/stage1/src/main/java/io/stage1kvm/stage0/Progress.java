package io.stage1kvm.stage0;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Tells on a terminal how far the unpacking of an image is; silent elsewhere.
final class Progress {
  private static final int STDERR = 2;
  private static final long QUIET_NANOS = 500_000_000;
  private static final long STEP_NANOS = 100_000_000;

  private final PrintStream out;
  private final boolean shown;

  Progress(PrintStream out, boolean shown) {
    this.out = out;
    this.shown = shown;
  }

  static Progress on(PrintStream err) {
    return new Progress(err, Sys.terminals().isatty(Fd.borrow(STDERR)));
  }

  /// Opens a file whose reading is followed.
  InputStream reading(Path file) throws IOException {
    InputStream in = Files.newInputStream(file);
    return shown ? new Counted(in, file.getFileName().toString(), Files.size(file)) : in;
  }

  private final class Counted extends FilterInputStream {
    private final String name;
    private final long size;
    private long done;
    private long next = System.nanoTime() + QUIET_NANOS;
    private boolean written;

    Counted(InputStream in, String name, long size) {
      super(in);
      this.name = name;
      this.size = Math.max(1, size);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int count = super.read(target, offset, length);
      done += Math.max(0, count);
      if (System.nanoTime() > next) {
        next = System.nanoTime() + STEP_NANOS;
        written = true;
        out.printf("\rstage1-kvm: unpacking %s: %d %%", name, done * 100 / size);
        out.flush();
      }
      return count;
    }

    @Override
    public void close() throws IOException {
      if (written) {
        written = false;
        out.print("\r\033[K");
        out.flush();
      }
      super.close();
    }
  }
}
