package io.stage1kvm.guest.frame;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// Writes frames, gathered until [#flush]. For one thread.
public final class FrameWriter {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final OutputStream out;

  public FrameWriter(OutputStream out) {
    this.out = new BufferedOutputStream(out, BUFFER_BYTES);
  }

  public void write(Frame frame) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(Frame.HEADER_BYTES);
    header.putInt(frame.payload().length);
    header.put((byte) frame.type().code());
    header.putInt(frame.stream());
    out.write(header.array());
    out.write(frame.payload());
  }

  public void flush() throws IOException {
    out.flush();
  }
}
