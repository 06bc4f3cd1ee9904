package io.stage1kvm.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.sys.abi.Mman;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinuxIoCallsTest {
  private static final int PAGE = 4096;

  @TempDir private Path directory;
  private Path path;
  private Fd file;
  private Mapping mapping;
  private ByteBuffer view;

  @BeforeEach
  void open() throws Exception {
    path = Files.writeString(directory.resolve("file"), "abcdefghij");
    file = Sys.files().openat(Fd.CWD, path.toString(), Fcntl.O_RDWR);
    mapping = Sys.memory().mapAnonymous(PAGE, Mman.PROT_READ | Mman.PROT_WRITE, Mman.MAP_PRIVATE);
    view = Sys.memory().view(mapping, 0, PAGE);
  }

  @AfterEach
  void close() throws Exception {
    mapping.close();
    file.close();
  }

  private String text(int offset, int length) {
    byte[] bytes = new byte[length];
    view.get(offset, bytes);
    return new String(bytes, StandardCharsets.US_ASCII);
  }

  @Test
  void readsAndWritesAtAPosition() throws Exception {
    assertThat(Sys.io().pread(file, mapping.address(100, 5), 5, 2)).isEqualTo(5);
    assertThat(text(100, 5)).isEqualTo("cdefg");
    assertThat(Sys.io().pread(file, mapping.address(0, 5), 5, 10)).isZero();
    assertThat(Sys.io().pwrite(file, mapping.address(100, 3), 3, 8)).isEqualTo(3);
    assertThat(path).hasContent("abcdefghcde");
  }

  @Test
  void scattersAndGathers() throws Exception {
    IoVector vector = new IoVector(2);
    vector.add(mapping.address(10, 3), 3);
    assertThat(vector.isFull()).isFalse();
    vector.add(mapping.address(20, 4), 4);
    assertThat(vector.isFull()).isTrue();
    assertThat(Sys.io().preadv(file, vector, 1)).isEqualTo(7);
    assertThat(text(10, 3) + text(20, 4)).isEqualTo("bcdefgh");
    assertThat(Sys.io().pwritev(file, vector, 3)).isEqualTo(7);
    assertThat(path).hasContent("abcbcdefgh");
    assertThat(Sys.io().readv(file, vector)).isEqualTo(7);
    assertThat(Sys.io().writev(file, vector)).isEqualTo(7);
    assertThat(path).hasContent("abcbcdeabcbcde");
  }

  @Test
  void dropsFromTheFront() {
    IoVector vector = new IoVector(3);
    vector.add(1000, 3);
    vector.add(2000, 4);
    vector.add(3000, 5);
    vector.skip(3);
    assertThat(vector.pieces()).isEqualTo(2);
    vector.skip(5);
    assertThat(vector.pieces()).isEqualTo(1);
    assertThat(vector.length()).isEqualTo(4);
    assertThatThrownBy(() -> vector.skip(5)).isInstanceOf(IllegalArgumentException.class);
    vector.skip(4);
    assertThat(vector.pieces()).isZero();
    vector.clear();
    assertThat(vector.length()).isZero();
  }

  @Test
  void namesTheCallThatFailed() throws Exception {
    try (Fd readOnly = Sys.files().openat(Fd.CWD, path.toString(), Fcntl.O_RDONLY)) {
      assertThatThrownBy(() -> Sys.io().pwrite(readOnly, mapping.address(0, 1), 1, 7))
          .hasMessage(
              "pwrite64(fd=%s, length=1, position=7): EBADF (Bad file descriptor)"
                  .formatted(readOnly));
    }
  }
}
