package io.stage1kvm.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.sys.abi.Fcntl;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/// On the master side of a new pseudo terminal, which takes the same requests.
final class LinuxTerminalCallsTest {

  private final TerminalCalls terminals = Sys.terminals();

  private static Fd terminal() throws IOException {
    return Sys.files().openat(Fd.CWD, "/dev/ptmx", Fcntl.O_RDWR | Fcntl.O_NOCTTY);
  }

  @Test
  void knowsTerminalsFromFiles() throws IOException {
    try (Fd terminal = terminal();
        Fd file = Sys.files().openat(Fd.CWD, "/dev/null", Fcntl.O_RDWR)) {
      assertThat(terminals.isatty(terminal)).isTrue();
      assertThat(terminals.isatty(file)).isFalse();
      assertThatThrownBy(() -> terminals.tcgetattr(file))
          .hasMessage("ioctl(TCGETS, fd=%s): ENOTTY (Inappropriate ioctl for device)", file);
    }
  }

  @Test
  void setsRawModeAndGivesTheOldOneBack() throws IOException {
    try (Fd terminal = terminal()) {
      TerminalMode before = terminals.tcgetattr(terminal);
      terminals.tcsetattr(terminal, before.raw());

      byte[] raw = terminals.tcgetattr(terminal).bytes();
      assertThat(raw).isEqualTo(before.raw().bytes()).isNotEqualTo(before.bytes());

      terminals.tcsetattr(terminal, before);
      assertThat(terminals.tcgetattr(terminal).bytes()).isEqualTo(before.bytes());
    }
  }

  @Test
  void setsWindowSize() throws IOException {
    try (Fd terminal = terminal()) {
      terminals.setWindowSize(terminal, new WindowSize(43, 132));
      assertThat(terminals.getWindowSize(terminal)).isEqualTo(new WindowSize(43, 132));
    }
  }
}
