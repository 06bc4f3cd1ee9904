package io.stage1kvm.sys.jna;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.abi.Syscall;
import org.junit.jupiter.api.Test;

class LibCTest {
  private static final long TOP_BIT = 0x8000_0000_0000_0000L;

  @Test
  void callsTheSameBothWays() {
    DirectCall.register();
    ReflectiveCall reflective = new ReflectiveCall();
    long pid = ProcessHandle.current().pid();
    assertThat(reflective.syscall(Syscall.SYS_getpid, 0, 0, 0, 0, 0, 0)).isEqualTo(pid);
    assertThat(DirectCall.syscall(Syscall.SYS_getpid, 0, 0, 0, 0, 0, 0)).isEqualTo(pid);
    assertThat(LibC.syscall(Syscall.SYS_getpid, 0, 0, 0, 0, 0, 0)).isEqualTo(pid);
  }

  @Test
  void keepsErrnoBothWays() {
    DirectCall.register();
    assertThat(new ReflectiveCall().syscall(Syscall.SYS_close, -1, 0, 0, 0, 0, 0)).isEqualTo(-1);
    assertThat(LibC.errno()).isEqualTo(Errno.EBADF);
    assertThat(DirectCall.syscall(Syscall.SYS_munmap, 1, 4096, 0, 0, 0, 0)).isEqualTo(-1);
    assertThat(LibC.errno()).isEqualTo(Errno.EINVAL);
    assertThat(new ReflectiveCall().syscall(Syscall.SYS_fcntl, -1, 1, 0, 0, 0, 0)).isEqualTo(-1);
    assertThat(LibC.errno()).isEqualTo(Errno.EBADF);
  }

  /// Six words arrive as they are, the sixth too: mmap of no file at a page offset of a full word.
  @Test
  void passesWholeWords() {
    DirectCall.register();
    ReflectiveCall reflective = new ReflectiveCall();
    for (long file : new long[] {-1, TOP_BIT | 7}) {
      long first = reflective.syscall(Syscall.SYS_mmap, 0, 4096, 3, 0x22, file, 0);
      long second = DirectCall.syscall(Syscall.SYS_mmap, 0, 4096, 3, 0x22, file, 0);
      assertThat(first).isGreaterThan(0x1_0000_0000L);
      assertThat(second).isGreaterThan(0x1_0000_0000L);
      DirectCall.syscall(Syscall.SYS_munmap, first, 4096, 0, 0, 0, 0);
      reflective.syscall(Syscall.SYS_munmap, second, 4096, 0, 0, 0, 0);
    }
  }
}
