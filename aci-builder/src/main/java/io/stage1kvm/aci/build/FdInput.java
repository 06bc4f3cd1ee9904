package io.stage1kvm.aci.build;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import java.io.IOException;
import java.io.InputStream;

/// Reads an open file, which stays its owner's to close.
final class FdInput extends InputStream {
  private final Fd file;

  FdInput(Fd file) {
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    int n = Sys.files().read(file, buffer, offset, length);
    return n == 0 && length > 0 ? -1 : n;
  }
}
