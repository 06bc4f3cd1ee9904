package io.stage1kvm.aci.extract;

import static io.stage1kvm.sys.abi.Fcntl.*;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.FileCalls;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Errno;
import java.nio.file.Path;

/// The directory that an image goes to. Its own path is the caller's and may lead through links.
final class Target implements AutoCloseable {
  private static final int MODE = 0755;

  private final FileCalls files = Sys.files();
  private final byte[] path;
  private final boolean made;
  private final Fd directory;

  private Target(byte[] path, boolean made, Fd directory) {
    this.path = path;
    this.made = made;
    this.directory = directory;
  }

  static Target open(Path target) throws AciException {
    byte[] path = ByteText.encode(target.toString());
    try {
      boolean made = make(path);
      Fd directory = Sys.files().openat(Fd.CWD, path, O_RDONLY | O_DIRECTORY, 0);
      Target opened = new Target(path, made, directory);
      if (!made && !new TreeRemover().isEmpty(directory)) {
        directory.close();
        throw AciException.cannot("extract to", "directory", target.toString(), "it is not empty");
      }
      return opened;
    } catch (SyscallException e) {
      throw AciException.cannot("extract to", "directory", target.toString(), e);
    }
  }

  private static boolean make(byte[] path) throws SyscallException {
    try {
      Sys.files().mkdirat(Fd.CWD, path, MODE);
      return true;
    } catch (SyscallException e) {
      if (e.errno() != Errno.EEXIST) {
        throw e;
      }
      return false;
    }
  }

  Fd directory() {
    return directory;
  }

  /// Takes back all that was made.
  void undo() throws SyscallException {
    new TreeRemover().removeContent(directory);
    if (made) {
      files.unlinkat(Fd.CWD, path, AT_REMOVEDIR);
    }
  }

  @Override
  public void close() throws SyscallException {
    directory.close();
  }
}
