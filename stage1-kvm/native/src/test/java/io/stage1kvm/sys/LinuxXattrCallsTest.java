package io.stage1kvm.sys;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.sys.abi.Errno;
import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.sys.abi.Xattr;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LinuxXattrCallsTest {

  @TempDir Path path;

  private final XattrCalls xattrs = Sys.xattrs();

  private Fd create() throws IOException {
    return Sys.files()
        .openat(
            Fd.CWD,
            path.resolve("f").toString(),
            Fcntl.O_RDWR | Fcntl.O_CREAT | Fcntl.O_EXCL,
            0600);
  }

  @Test
  void setsGetsAndLists() throws IOException {
    try (Fd file = create()) {
      xattrs.fsetxattr(file, "trusted.a", new byte[] {1, 0, 2}, 0);
      xattrs.fsetxattr(file, "trusted.empty", new byte[0], Xattr.XATTR_CREATE);

      assertThat(xattrs.fgetxattr(file, "trusted.a")).containsExactly(1, 0, 2);
      assertThat(xattrs.fgetxattr(file, "trusted.empty")).isEmpty();
      assertThat(xattrs.flistxattr(file)).contains("trusted.a", "trusted.empty");
    }
  }

  @Test
  void worksOnPathOfDescriptor() throws IOException {
    try (Fd file = create()) {
      byte[] byPath = file.procPath().getBytes(UTF_8);
      xattrs.setxattr(byPath, "trusted.b", "x".getBytes(UTF_8), 0);
      assertThat(xattrs.getxattr(byPath, "trusted.b")).isEqualTo("x".getBytes(UTF_8));
      assertThat(xattrs.listxattr(byPath)).contains("trusted.b");
    }
  }

  @Test
  void worksOnLinkItself() throws IOException {
    try (Fd dir = Sys.files().openat(Fd.CWD, path.toString(), Fcntl.O_RDONLY)) {
      Sys.files().symlinkat("nowhere", dir, "link");
      byte[] link = (dir.procPath() + "/link").getBytes(UTF_8);
      xattrs.lsetxattr(link, "trusted.c", new byte[] {3}, 0);
      assertThat(xattrs.lgetxattr(link, "trusted.c")).containsExactly(3);
      assertThat(xattrs.llistxattr(link)).contains("trusted.c");
    }
  }

  @Test
  void tellsMissingAttribute() throws IOException {
    try (Fd file = create()) {
      assertThatThrownBy(() -> xattrs.fgetxattr(file, "trusted.none"))
          .hasMessage("fgetxattr(fd=%s, 'trusted.none'): ENODATA (No data available)", file)
          .isInstanceOfSatisfying(
              SyscallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENODATA));
    }
  }

  @Test
  void refusesValueBeyondTheKernelsLimit() throws IOException {
    try (Fd file = create()) {
      assertThatThrownBy(() -> xattrs.fsetxattr(file, "trusted.big", new byte[65_537], 0))
          .hasMessageEndingWith("E2BIG (Argument list too long)");
    }
  }
}
