package io.stage1kvm.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.sys.abi.Kvm;
import io.stage1kvm.sys.abi.Termios;
import io.stage1kvm.sys.abi.Termios.winsize;
import org.junit.jupiter.api.Test;

/// On the master side of a new pseudo terminal.
final class LinuxIoctlCallsTest {

  private final IoctlCalls ioctls = Sys.ioctls();

  private static Fd terminal() throws SyscallException {
    return Sys.files().openat(Fd.CWD, "/dev/ptmx", Fcntl.O_RDWR | Fcntl.O_NOCTTY);
  }

  @Test
  void passesStructuresBothWays() throws Exception {
    Struct size = new Struct(winsize.sizeof);
    size.putInt16(winsize.ws_row, 24);
    size.putInt16(winsize.ws_col, 0xfffe);
    Struct got = new Struct(winsize.sizeof);
    try (Fd terminal = terminal()) {
      assertThat(ioctls.ioctl(terminal, Termios.TIOCSWINSZ, size, "TIOCSWINSZ")).isZero();
      ioctls.ioctl(terminal, Termios.TIOCGWINSZ, got, "TIOCGWINSZ");
    }
    assertThat(got.uint16(winsize.ws_row)).isEqualTo(24);
    assertThat(got.uint16(winsize.ws_col)).isEqualTo(0xfffe);
  }

  @Test
  void namesTheRequestWithItsArguments() throws Exception {
    try (Fd terminal = terminal()) {
      assertThatThrownBy(
              () ->
                  ioctls.ioctl(
                      terminal,
                      Kvm.KVM_SET_USER_MEMORY_REGION,
                      new Struct(32),
                      "KVM_SET_USER_MEMORY_REGION",
                      "slot",
                      1,
                      "size",
                      0x10000000L))
          .hasMessage(
              "ioctl(KVM_SET_USER_MEMORY_REGION, slot=1, size=0x10000000):"
                  + " ENOTTY (Inappropriate ioctl for device)");
      assertThatThrownBy(() -> ioctls.ioctl(terminal, Kvm.KVM_CREATE_VM, 0, "KVM_CREATE_VM"))
          .hasMessage("ioctl(KVM_CREATE_VM): ENOTTY (Inappropriate ioctl for device)");
    }
  }

  @Test
  void returnsTheNegativeErrorWithoutAnException() throws Exception {
    try (Fd terminal = terminal()) {
      assertThat(ioctls.request(terminal, Kvm.KVM_RUN)).isEqualTo(-Errno.ENOTTY);
    }
  }
}
