package io.stage1kvm.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.sys.abi.Mman;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinuxDiskCallsTest {
  @TempDir private Path directory;

  private Fd open(int flags) throws Exception {
    Path path = directory.resolve("f");
    Files.writeString(path, "0123456789");
    return Sys.files().openat(Fd.CWD, path.toString(), flags);
  }

  @Test
  void readsWhatIsInMemory() throws Exception {
    try (Fd file = open(Fcntl.O_RDONLY);
        Mapping room =
            Sys.memory().mapAnonymous(64, Mman.PROT_READ | Mman.PROT_WRITE, Mman.MAP_PRIVATE)) {
      IoVector vector = new IoVector(2);
      vector.add(room.address(0, 2), 2);
      vector.add(room.address(10, 20), 20);
      // Just written, so in memory; whether the file system can tell is its own affair.
      assertThat(Sys.disks().readNow(file, vector, 4)).isIn(6L, DiskCalls.NOT_NOW);
      assertThatThrownBy(() -> Sys.disks().readNow(file, vector, -2))
          .hasMessage(
              "preadv2(fd=%s, length=22, position=-2, RWF_NOWAIT): EINVAL (Invalid argument)"
                  .formatted(file));
    }
  }

  @Test
  void writesThrough() throws Exception {
    try (Fd file = open(Fcntl.O_RDWR)) {
      Sys.disks().fdatasync(file);
    }
    try (Fd epoll = Sys.events().epollCreate()) {
      assertThatThrownBy(() -> Sys.disks().fdatasync(epoll))
          .hasMessage("fdatasync(fd=%s): EINVAL (Invalid argument)".formatted(epoll));
    }
  }
}
