package io.stage1kvm.sys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.sys.abi.Mount;
import io.stage1kvm.sys.abi.MountAttr;
import io.stage1kvm.sys.abi.Sched;
import io.stage1kvm.sys.abi.Statfs;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Each test mounts in a thread that has a mount namespace of its own, which ends with the thread.
final class LinuxMountCallsTest {

  @TempDir Path path;

  private final MountCalls mounts = Sys.mounts();

  private <T> T privately(Callable<T> action) throws Exception {
    FutureTask<T> task =
        new FutureTask<>(
            () -> {
              mounts.unshare(Sched.CLONE_NEWNS);
              mounts.mount("", "/", "", Mount.MS_REC | Mount.MS_PRIVATE, "");
              return action.call();
            });
    Thread thread = new Thread(task);
    thread.start();
    thread.join();
    return task.get();
  }

  @Test
  void mountsForOneThreadOnly() throws Exception {
    long inside =
        privately(
            () -> {
              mounts.mount("tmpfs", path.toString(), "tmpfs", Mount.MS_NODEV, "size=1m,mode=0700");
              Files.writeString(path.resolve("f"), "x");
              return mounts.statfsType(path.toString());
            });

    assertThat(inside).isEqualTo(Statfs.TMPFS_MAGIC);
    assertThat(path.resolve("f")).doesNotExist();
  }

  @Test
  void unmounts() throws Exception {
    privately(
        () -> {
          mounts.mount("tmpfs", path.toString(), "tmpfs", 0, "");
          try (Fd dir = Sys.files().openat(Fd.CWD, path.toString(), Fcntl.O_RDONLY)) {
            assertThat(Sys.files().fstat(dir).mountRoot()).isTrue();
            assertThat(mounts.fstatfsType(dir)).isEqualTo(Statfs.TMPFS_MAGIC);
            assertThatThrownBy(() -> mounts.umount2(path.toString(), 0))
                .hasMessage("umount2('%s', 0): EBUSY (Device or resource busy)", path);
          }
          mounts.umount2(path.toString(), 0);
          return null;
        });
  }

  @Test
  void makesTreeOfMountsReadOnly() throws Exception {
    Path inner = Files.createDirectories(path.resolve("a/b"));
    privately(
        () -> {
          mounts.mount("tmpfs", inner.toString(), "tmpfs", 0, "");
          mounts.mount(path + "/a", path + "/a", "", Mount.MS_BIND | Mount.MS_REC, "");
          mounts.mountSetattr(
              Fd.CWD, path + "/a", Fcntl.AT_RECURSIVE, MountAttr.MOUNT_ATTR_RDONLY, 0, 0);
          assertThatThrownBy(() -> Sys.files().mkdirat(Fd.CWD, inner + "/c", 0700))
              .hasMessageEndingWith("EROFS (Read-only file system)");
          return null;
        });
  }

  @Test
  void namesWhatCouldNotBeMounted() {
    assertThatThrownBy(() -> mounts.mount("/no", "/such", "", Mount.MS_BIND | Mount.MS_REC, ""))
        .hasMessage(
            "mount('/no', '/such', '', MS_BIND|MS_REC): ENOENT (No such file or directory)");
  }
}
