package io.stage1kvm.machine.qemu;

import io.stage1kvm.machine.MachineException;
import io.stage1kvm.machine.helper.RunFiles;
import io.stage1kvm.sys.DeviceNumber;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.sys.abi.Stat;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// A FIFO that QEMU writes the guest's console into.
///
/// We hold it open for writing as well, so that no open waits for the other side and the reader
/// sees
/// the end only when [#end] is called.
final class ConsolePipe implements AutoCloseable {

  private final Path path;
  private final Fd holder;
  private final InputStream input;

  private ConsolePipe(Path path, Fd holder, InputStream input) {
    this.path = path;
    this.holder = holder;
    this.input = input;
  }

  static ConsolePipe make(Path path) throws MachineException {
    try {
      Files.deleteIfExists(path);
      Sys.files().mknodat(Fd.CWD, path.toString(), Stat.S_IFIFO | 0600, DeviceNumber.NONE);
      Fd holder = Sys.files().openat(Fd.CWD, path.toString(), Fcntl.O_RDWR);
      return new ConsolePipe(path, holder, new FileInputStream(path.toFile()));
    } catch (IOException e) {
      throw MachineException.cannotStart("the console", e.getMessage(), e);
    }
  }

  Path path() {
    return path;
  }

  InputStream input() {
    return input;
  }

  /// Once QEMU has ended: the reader gets what is left, then the end.
  void end() {
    try {
      holder.close();
    } catch (SyscallException e) {
      throw new IllegalStateException(e); // Nothing is written through it, so nothing can be late.
    }
  }

  /// Ends it and removes its name; the reader may still read what is left.
  @Override
  public void close() {
    end();
    RunFiles.remove(path);
  }
}
