package io.stage1kvm.sys.abi;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ErrnoTextTest {

  @Test
  void knowsNameAndText() {
    assertThat(ErrnoText.of(Errno.EIO)).isEqualTo("EIO (Input/output error)");
    assertThat(ErrnoText.strerror(Errno.ENOENT)).isEqualTo("No such file or directory");
    assertThat(ErrnoText.strerror(Errno.EAGAIN)).isEqualTo("Resource temporarily unavailable");
  }

  @Test
  void showsNumberThatLinuxDoesNotKnow() {
    assertThat(ErrnoText.of(4711)).isEqualTo("errno 4711");
    assertThat(ErrnoText.strerror(4711)).isEqualTo("errno 4711");
  }
}
