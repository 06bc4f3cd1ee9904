package io.stage1kvm.sys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.sys.abi.Stat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinuxFileCallsTest {

  @TempDir Path path;

  private final FileCalls files = Sys.files();
  private Fd dir;

  @BeforeEach
  void openDirectory() throws IOException {
    dir = files.openat(Fd.CWD, path.toString(), Fcntl.O_RDONLY | Fcntl.O_DIRECTORY);
  }

  @AfterEach
  void closeDirectory() throws IOException {
    dir.close();
  }

  private Fd create(String name) throws IOException {
    return files.openat(dir, name, Fcntl.O_RDWR | Fcntl.O_CREAT | Fcntl.O_EXCL, 0640);
  }

  @Test
  void namesCallArgumentsAndReasonOfFailure() {
    SyscallException failure =
        catchThrowableOfType(SyscallException.class, () -> files.openat(dir, "x", Fcntl.O_RDONLY));

    assertThat(failure)
        .hasMessage(
            "openat(dirfd=%d, 'x', O_RDONLY): ENOENT (No such file or directory)"
                .formatted(dir.number()));
    assertThat(failure.errno()).isEqualTo(Errno.ENOENT);
    assertThat(failure.call()).isEqualTo("openat(dirfd=%d, 'x', O_RDONLY)", dir.number());
  }

  @Test
  void escapesControlCharactersInErrors() {
    assertThatThrownBy(() -> files.unlinkat(Fd.CWD, "no\nsuch", 0))
        .hasMessage(
            "unlinkat(dirfd=AT_FDCWD, 'no\\x0asuch', 0): ENOENT (No such file or directory)");
  }

  @Test
  void refusesNameWithZeroByte() {
    assertThatThrownBy(() -> files.openat(dir, "a\0b", Fcntl.O_RDONLY))
        .hasMessage("openat('a\\x00b'): EINVAL (Invalid argument)");
  }

  @Test
  void refusesNameLongerThanPathMax() {
    assertThatThrownBy(() -> files.mkdirat(dir, "x".repeat(4096), 0755))
        .hasMessageEndingWith("ENAMETOOLONG (File name too long)");
  }

  @Test
  void writesAndReadsBack() throws IOException {
    byte[] bytes = new byte[300_000];
    new java.util.Random(7).nextBytes(bytes);
    try (Fd file = create("f")) {
      files.writeFully(file, bytes, 0, bytes.length);
      files.lseek(file, 0, Fcntl.SEEK_SET);
      byte[] read = new byte[bytes.length];
      int done = 0;
      for (int n; (n = files.read(file, read, done, read.length - done)) > 0; ) {
        done += n;
      }
      assertThat(read).isEqualTo(bytes);
      assertThat(files.fstat(file).size()).isEqualTo(300_000);
    }
  }

  @Test
  void movesPositionOfDirectBuffer() throws IOException {
    try (Fd file = create("f")) {
      ByteBuffer out = ByteBuffer.allocateDirect(16).put("..hello".getBytes(UTF_8)).flip();
      out.position(2);
      assertThat(files.write(file, out)).isEqualTo(5);
      assertThat(out.hasRemaining()).isFalse();
      files.lseek(file, 0, Fcntl.SEEK_SET);
      ByteBuffer in = ByteBuffer.allocateDirect(16);
      in.position(1);
      assertThat(files.read(file, in)).isEqualTo(5);
      assertThat(in.position()).isEqualTo(6);
      assertThat(in.get(1)).isEqualTo((byte) 'h');
    }
  }

  @Test
  void opensCloseOnExec() throws IOException {
    try (Fd copy = files.duplicate(dir)) {
      assertThat(files.isCloseOnExec(dir)).isTrue();
      assertThat(files.isCloseOnExec(copy)).isTrue();
      files.setCloseOnExec(copy, false);
      assertThat(files.isCloseOnExec(copy)).isFalse();
    }
  }

  @Test
  void doesNotFollowLinksOutOfRoot() throws IOException {
    files.symlinkat("/etc", dir, "out");

    assertThatThrownBy(
            () -> files.openat2(dir, "out/passwd", Fcntl.O_RDONLY, 0, Fcntl.RESOLVE_IN_ROOT))
        .hasMessageContaining("RESOLVE_IN_ROOT): ENOENT");
    assertThatThrownBy(
            () -> files.openat2(dir, "out", Fcntl.O_RDONLY, 0, Fcntl.RESOLVE_NO_SYMLINKS))
        .hasMessageContaining("ELOOP");
  }

  @Test
  void keepsNamesThatAreNotUtf8() throws IOException {
    byte[] name = {'a', (byte) 0xff, 'b'};
    files.mkdirat(dir, name, 0700);

    List<DirectoryEntry> entries = new ArrayList<>();
    for (List<DirectoryEntry> some; !(some = files.getdents64(dir)).isEmpty(); ) {
      entries.addAll(some);
    }

    assertThat(entries).extracting(DirectoryEntry::name).contains(name);
    files.unlinkat(dir, name, Fcntl.AT_REMOVEDIR);
  }

  @Test
  void setsNanosecondsOfLinkItself() throws IOException {
    files.symlinkat("nowhere", dir, "link");
    files.utimensat(
        dir,
        "link",
        Timespec.OMIT,
        new Timespec(1_000_000_000, 123_456_789),
        Fcntl.AT_SYMLINK_NOFOLLOW);

    FileStatus status = files.statx(dir, "link", Fcntl.AT_SYMLINK_NOFOLLOW);
    assertThat(status.mtime()).isEqualTo(new Timespec(1_000_000_000, 123_456_789));
    assertThat(status.isSymbolicLink()).isTrue();
    assertThat(files.readlinkat(dir, "link")).isEqualTo("nowhere".getBytes(UTF_8));
  }

  @Test
  void setsTimesBeforeTheEpoch() throws IOException {
    try (Fd file = create("old")) {
      files.futimens(file, Timespec.ofSeconds(-5), new Timespec(-5, 1));
      assertThat(files.fstat(file).mtime()).isEqualTo(new Timespec(-5, 1));
    }
  }

  @Test
  void setsOwnerAndMode() throws IOException {
    try (Fd file = create("f")) {
      files.fchownat(dir, "f", 1234, 5678, Fcntl.AT_SYMLINK_NOFOLLOW);
      files.fchmod(file, 04755);
      FileStatus status = files.fstat(file);
      assertThat(status.uid()).isEqualTo(1234);
      assertThat(status.gid()).isEqualTo(5678);
      assertThat(status.permissions()).isEqualTo(04755);
      assertThat(status.isRegularFile()).isTrue();
    }
  }

  @Test
  void makesDeviceNode() throws IOException {
    files.mknodat(dir, "n", Stat.S_IFCHR | 0600, new DeviceNumber(300, 70_000));

    FileStatus status = files.statx(dir, "n", Fcntl.AT_SYMLINK_NOFOLLOW);
    assertThat(status.type()).isEqualTo(Stat.S_IFCHR);
    assertThat(status.rdev()).isEqualTo(new DeviceNumber(300, 70_000));
  }

  @Test
  void linksOpenFileAndRenames() throws IOException {
    try (Fd file = create("f")) {
      files.linkat(file, "", dir, "g", Fcntl.AT_EMPTY_PATH);
      assertThat(files.fstat(file).nlink()).isEqualTo(2);
      files.renameat2(dir, "g", dir, "h", Fcntl.RENAME_NOREPLACE);
      assertThat(files.statx(dir, "h", 0).isSameFile(files.fstat(file))).isTrue();
      assertThatThrownBy(() -> files.renameat2(dir, "h", dir, "f", Fcntl.RENAME_NOREPLACE))
          .hasMessageContaining("EEXIST (File exists)");
    }
  }

  @Test
  void findsHoles() throws IOException {
    try (Fd file = create("sparse")) {
      files.ftruncate(file, 1 << 20);
      files.lseek(file, 1 << 19, Fcntl.SEEK_SET);
      files.writeFully(file, new byte[] {1}, 0, 1);
      assertThat(files.lseek(file, 0, Fcntl.SEEK_DATA)).isEqualTo(1 << 19);
      assertThat(files.lseek(file, 0, Fcntl.SEEK_HOLE)).isZero();
      files.fallocate(file, 0, 0, 4096);
      files.fsync(file);
      files.syncfs(file);
    }
  }

  @Test
  void copiesBetweenFiles() throws IOException {
    Files.writeString(path.resolve("a"), "content");
    try (Fd a = files.openat(dir, "a", Fcntl.O_RDONLY);
        Fd b = create("b");
        Fd c = create("c")) {
      assertThat(files.copyFileRange(a, b, 100)).isEqualTo(7);
      files.lseek(a, 0, Fcntl.SEEK_SET);
      assertThat(files.sendfile(c, a, 100)).isEqualTo(7);
    }
    assertThat(path.resolve("b")).hasContent("content");
    assertThat(path.resolve("c")).hasContent("content");
  }

  @Test
  void tellsLockIsHeld() throws IOException {
    try (Fd other = files.openat(Fd.CWD, path.toString(), Fcntl.O_RDONLY)) {
      files.flock(dir, Fcntl.LOCK_EX);
      assertThatThrownBy(() -> files.flock(other, Fcntl.LOCK_EX | Fcntl.LOCK_NB))
          .isInstanceOfSatisfying(
              SyscallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EAGAIN));
    }
  }

  @Test
  void closesOnce() throws IOException {
    Fd file = create("f");
    int number = file.number();
    file.close();
    file.close();

    assertThatThrownBy(file::number).hasMessage("file descriptor is closed");
    assertThatThrownBy(() -> Sys.files().fstat(Fd.borrow(number))).hasMessageContaining("EBADF");
  }
}
