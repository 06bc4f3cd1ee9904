package io.stage1kvm.pod;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class IdentityTest {
  @TempDir private Path rootfs;

  @BeforeEach
  void fill() throws IOException {
    Files.createDirectories(rootfs.resolve("etc"));
    Files.writeString(
        rootfs.resolve("etc/passwd"),
        "root:x:0:0::/root:/bin/sh\nuser1:x:1000:1001::/:/bin/sh\nbad:x:y:0\n");
    Files.writeString(rootfs.resolve("etc/group"), "root:x:0:\ngroup1:x:2000:user1\n");
    Files.writeString(rootfs.resolve("file"), "");
    Files.setAttribute(rootfs.resolve("file"), "unix:uid", 77);
    Files.setAttribute(rootfs.resolve("file"), "unix:gid", 78);
  }

  private Identity resolve(String user, String group) throws PodException {
    return Identity.resolve("app", rootfs, user, group, List.of(400L), false);
  }

  @ParameterizedTest
  @CsvSource({
    "root, root, 0, 0",
    "0, 0, 0, 0",
    "1234, 5678, 1234, 5678",
    "user1, group1, 1000, 2000",
    "/file, /file, 77, 78",
    "user1, 0, 1000, 0"
  })
  void resolvesNumbersNamesAndOwners(String user, String group, long uid, long gid)
      throws PodException {
    assertThat(resolve(user, group)).isEqualTo(new Identity(uid, gid, List.of(400L)));
  }

  @Test
  void namesWhatIsMissing() {
    assertThatThrownBy(() -> resolve("user2", "0"))
        .hasMessage("app 'app': cannot resolve user: \"user2\" user not found");
    assertThatThrownBy(() -> resolve("0", "group2"))
        .hasMessage("app 'app': cannot resolve group: \"group2\" group not found");
    assertThatThrownBy(() -> resolve("bad", "0"))
        .hasMessage("app 'app': cannot resolve user: \"bad\" user not found");
    assertThatThrownBy(() -> resolve("/nothing", "0"))
        .hasMessage(
            "app 'app': cannot resolve user '/nothing': /nothing: no such file or directory");
  }

  @Test
  void takesTheUserForAGroupThatAConvertedImageLacks() throws PodException {
    assertThat(Identity.resolve("app", rootfs, "user1", "user1", List.of(), true))
        .isEqualTo(new Identity(1000, 1000, List.of()));
    assertThatThrownBy(() -> Identity.resolve("app", rootfs, "user1", "other", List.of(), true))
        .isInstanceOf(PodException.class);
  }

  @Test
  @Timeout(20)
  void doesNotWaitForAFifoInPlaceOfTheFile() throws Exception {
    Files.delete(rootfs.resolve("etc/passwd"));
    assertThat(
            new ProcessBuilder("mkfifo", rootfs.resolve("etc/passwd").toString()).start().waitFor())
        .isZero();
    assertThatThrownBy(() -> resolve("user1", "0"))
        .hasMessageContaining("cannot resolve user 'user1': ")
        .hasMessageContaining("etc/passwd' must be a regular file");
  }

  @Test
  void doesNotReadAFileWithoutEnd() throws Exception {
    try (var file = new RandomAccessFile(rootfs.resolve("etc/group").toFile(), "rw")) {
      file.setLength(1L << 40);
    }
    assertThatThrownBy(() -> resolve("0", "group1")).hasMessageContaining("must have at most");
  }

  @Test
  void readsNamesBesideOnesThatAreNoUtf8() throws Exception {
    byte[] text = "m\u00fcller:x:7:8::/:\nuser1:x:1000:1001::/:\n".getBytes(ISO_8859_1);
    Files.write(rootfs.resolve("etc/passwd"), text);
    assertThat(resolve("user1", "0").uid()).isEqualTo(1000);
  }
}
