package io.stage1kvm.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.sys.abi.Mman;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class LinuxMemoryCallsTest {
  private static final int READ_WRITE = Mman.PROT_READ | Mman.PROT_WRITE;
  private static final int PAGE = 4096;

  private final MemoryCalls memory = Sys.memory();

  @Test
  void mapsAFileThatItsViewsShare() throws Exception {
    try (Fd file = memory.memfdCreate("ram", 0)) {
      Sys.files().ftruncate(file, 3 * PAGE);
      try (Mapping one = memory.map(file, 0, 3 * PAGE, READ_WRITE, Mman.MAP_SHARED);
          Mapping other = memory.map(file, PAGE, PAGE, READ_WRITE, Mman.MAP_SHARED)) {
        memory.view(one, PAGE, PAGE).putLong(8, 0x1122334455667788L);
        ByteBuffer view = memory.view(other, 0, PAGE);
        assertThat(view.getLong(8)).isEqualTo(0x1122334455667788L);
        assertThat(view.get(8)).isEqualTo((byte) 0x88);
        assertThat(view.capacity()).isEqualTo(PAGE);
        assertThatThrownBy(() -> view.getLong(PAGE - 4))
            .isInstanceOf(IndexOutOfBoundsException.class);
      }
      assertThat(Sys.files().isCloseOnExec(file)).isTrue();
    }
  }

  @Test
  void givesPagesBack() throws Exception {
    try (Mapping mapping = memory.mapAnonymous(2 * PAGE, READ_WRITE, Mman.MAP_PRIVATE)) {
      ByteBuffer view = memory.view(mapping, 0, 2 * PAGE);
      view.put(0, (byte) 1);
      view.put(PAGE, (byte) 2);
      memory.madvise(mapping, PAGE, PAGE, Mman.MADV_DONTNEED);
      assertThat(view.get(0)).isEqualTo((byte) 1);
      assertThat(view.get(PAGE)).isZero();
    }
  }

  @Test
  void checksWhatLiesInside() throws Exception {
    Mapping mapping = memory.mapAnonymous(PAGE, READ_WRITE, Mman.MAP_PRIVATE);
    assertThat(mapping.address(PAGE, 0)).isEqualTo(mapping.address(0, 1) + PAGE);
    assertThatThrownBy(() -> mapping.address(1, PAGE))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> mapping.address(-1, 1)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> mapping.address(1, Long.MAX_VALUE))
        .isInstanceOf(IndexOutOfBoundsException.class);
    mapping.close();
    mapping.close();
    assertThatThrownBy(() -> mapping.address(0, 1)).hasMessage("mapping is closed");
  }

  @Test
  void namesTheCallThatFailed() throws Exception {
    try (Fd file = Sys.files().openat(Fd.CWD, "/dev/null", Fcntl.O_RDONLY)) {
      assertThatThrownBy(() -> memory.map(file, 0, 0, READ_WRITE, Mman.MAP_SHARED))
          .hasMessage(
              "mmap(length=0x0, 0x3, 0x1, fd=" + file + ", 0x0): EINVAL (Invalid argument)");
    }
  }
}
