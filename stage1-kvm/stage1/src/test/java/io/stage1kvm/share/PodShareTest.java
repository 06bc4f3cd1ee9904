package io.stage1kvm.share;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.sys.MountCalls;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.abi.Mount;
import io.stage1kvm.sys.abi.Sched;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Each test mounts in a thread with a mount namespace of its own, which ends with the thread.
final class PodShareTest {

  @TempDir Path dir;

  private Path share;
  private Path rootfs;
  private Path data;

  @BeforeEach
  void makeSources() throws IOException {
    share = dir.resolve("pod/share");
    rootfs = Files.createDirectories(dir.resolve("rootfs"));
    Files.writeString(rootfs.resolve("hello"), "app");
    data = Files.createDirectories(dir.resolve("data/inner")).getParent();
    Files.writeString(data.resolve("file"), "volume");
  }

  private void privately(Callable<?> action) throws Exception {
    FutureTask<?> task =
        new FutureTask<>(
            () -> {
              Sys.mounts().unshare(Sched.CLONE_NEWNS);
              Sys.mounts().mount("", "/", "", Mount.MS_REC | Mount.MS_PRIVATE, "");
              Sys.mounts().mount("t", data.resolve("inner").toString(), "tmpfs", 0, "");
              Files.writeString(data.resolve("inner/deep"), "deep");
              return action.call();
            });
    Thread thread = new Thread(task);
    thread.start();
    thread.join();
    task.get();
  }

  private PodShare mount(SharedVolume... volumes) throws ShareException {
    return PodShare.mount(share, List.of(new SharedApp("web", rootfs)), List.of(volumes));
  }

  private SharedVolume volume(boolean readOnly, boolean recursive) {
    return new SharedVolume("data", data, readOnly, recursive);
  }

  private static void assertReadOnly(Path file) {
    assertThatThrownBy(() -> Files.writeString(file, "x"))
        .isInstanceOf(FileSystemException.class)
        .hasMessageEndingWith("Read-only file system");
  }

  @Test
  void showsAppsAndVolumes() throws Exception {
    privately(
        () -> {
          try (PodShare tree = mount(volume(false, true))) {
            assertThat(tree.directory().resolve("apps/web/rootfs/hello")).hasContent("app");
            assertThat(share.resolve("volumes/data/inner/deep")).hasContent("deep");
            Files.writeString(share.resolve("volumes/data/file"), "written");
          }
          assertThat(share).isEmptyDirectory();
          return null;
        });
    assertThat(data.resolve("file")).hasContent("written");
  }

  @Test
  void namesTheGuestsPaths() {
    assertThat(new SharedApp("web", rootfs).guestPath()).isEqualTo("/share/apps/web/rootfs");
    assertThat(volume(true, true).guestPath()).isEqualTo("/share/volumes/data");
  }

  @Test
  void leavesMountsBelowOutIfNotRecursive() throws Exception {
    privately(
        () -> {
          try (PodShare tree = mount(volume(false, false))) {
            assertThat(share.resolve("volumes/data/file")).hasContent("volume");
            assertThat(share.resolve("volumes/data/inner")).isEmptyDirectory();
            return tree;
          }
        });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void refusesWritesToReadOnlyVolumeWithAllBelow(boolean oldKernel) throws Exception {
    MountCalls mounts = oldKernel ? new OldKernel() : Sys.mounts();
    privately(
        () -> {
          try (PodShare tree =
              PodShare.mount(mounts, share, List.of(), List.of(volume(true, true)))) {
            assertReadOnly(share.resolve("volumes/data/file"));
            assertReadOnly(share.resolve("volumes/data/inner/deep"));
            // The host itself goes on writing.
            Files.writeString(data.resolve("inner/deep"), "more");
            assertThat(share.resolve("volumes/data/inner/deep")).hasContent("more");
            return tree;
          }
        });
  }

  @Test
  void sharesFilesAndFollowsLinks() throws Exception {
    Path link = Files.createSymbolicLink(dir.resolve("link"), data.resolve("file"));
    privately(
        () -> {
          try (PodShare tree = mount(new SharedVolume("conf", link, true, true))) {
            assertThat(share.resolve("volumes/conf")).hasContent("volume");
            assertReadOnly(share.resolve("volumes/conf"));
            return tree;
          }
        });
  }

  @Test
  void addsVolumeLater() throws Exception {
    privately(
        () -> {
          try (PodShare tree = mount()) {
            assertThat(tree.add(volume(false, true))).isEqualTo("/share/volumes/data");
            assertThat(share.resolve("volumes/data/file")).hasContent("volume");
          }
          return null;
        });
  }

  @Test
  void keepsLaterMountsOfTheHostOut() throws Exception {
    privately(
        () -> {
          Sys.mounts().mount("", "/", "", Mount.MS_REC | Mount.MS_SHARED, "");
          try (PodShare tree = mount(volume(true, true))) {
            Path late = Files.createDirectory(data.resolve("inner/late"));
            Sys.mounts().mount("t", late.toString(), "tmpfs", 0, "");
            Files.writeString(late.resolve("f"), "x");
            assertThat(share.resolve("volumes/data/inner/late")).isEmptyDirectory();
            return tree;
          }
        });
  }

  @Test
  void tellsMissingSourceInRktsWordsAndLeavesNothing() throws Exception {
    privately(
        () -> {
          assertThatThrownBy(() -> mount(new SharedVolume("v", Path.of("/no/such"), false, true)))
              .isInstanceOf(ShareException.class)
              .hasMessage(
                  "cannot share volume 'v': Failed to stat /no/such: No such file or directory");
          assertThat(share).isEmptyDirectory();
          return null;
        });
  }

  @Test
  void closesTwice() throws Exception {
    privately(
        () -> {
          PodShare tree = mount();
          tree.close();
          assertThatCode(tree::close).doesNotThrowAnyException();
          return null;
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "/"})
  void refusesNamesThatLeadElsewhere(String name) {
    assertThatThrownBy(() -> new SharedVolume(name, data, false, false))
        .hasMessage("volume '" + name + "' must be a file name");
    assertThatThrownBy(() -> new SharedApp(name, data))
        .hasMessage("app '" + name + "' must be a file name");
  }
}
