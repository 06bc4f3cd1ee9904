package io.stage1kvm.sys;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.sys.abi.Epoll;
import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.abi.Mman;
import org.junit.jupiter.api.Test;

final class LinuxPacketCallsTest {

  @Test
  void givesErrorsAsNumbers() throws Exception {
    IoVector vector = new IoVector(2);
    // An eventfd keeps no packets, but it takes and gives 8 bytes at once, and does not wait.
    try (Fd file = Sys.events().eventfd(0, Epoll.EFD_NONBLOCK);
        Mapping room =
            Sys.memory().mapAnonymous(64, Mman.PROT_READ | Mman.PROT_WRITE, Mman.MAP_PRIVATE)) {
      vector.add(room.address(0, 8), 8);
      Sys.memory().view(room, 0, 8).putLong(0, 5);
      assertThat(Sys.packets().receive(file, vector)).isEqualTo(-Errno.EAGAIN);
      assertThat(Sys.packets().send(file, vector)).isEqualTo(8);
      assertThat(Sys.packets().receive(file, vector)).isEqualTo(8);
      vector.clear();
      vector.add(room.address(0, 1), 1);
      assertThat(Sys.packets().send(file, vector)).isEqualTo(-Errno.EINVAL);
    }
  }
}
