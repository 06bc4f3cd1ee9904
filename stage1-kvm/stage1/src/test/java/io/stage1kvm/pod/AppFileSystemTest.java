package io.stage1kvm.pod;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.guest.message.GuestOp;
import io.stage1kvm.guest.message.MountFlags;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AppFileSystemTest {
  private static final PodFile HOSTS = new PodFile("hosts", "/etc/hosts", "127.0.0.1 localhost\n");

  private static List<GuestOp> ops(boolean hide, AppVolume... volumes) {
    return new AppFileSystem(List.of(volumes), hide).ops(List.of(HOSTS));
  }

  private static List<String> paths(List<GuestOp> ops) {
    return ops.stream().map(GuestOp::path).toList();
  }

  @Test
  void mountsParentsBeforeWhatLiesBelow() {
    List<GuestOp> ops =
        ops(true, new AppVolume("inner", "/a/b", false, true), new AppVolume("a", "a", true, true));
    assertThat(ops)
        .containsSubsequence(
            new GuestOp.Bind("/a", "/share/volumes/a", true, MountFlags.RDONLY, false),
            new GuestOp.Bind("/a/b", "/share/volumes/inner", true, 0, false));
  }

  @Test
  void leavesAPathThatAVolumeCoversToTheVolume() {
    assertThat(paths(ops(true, new AppVolume("v", "/etc/hosts", false, true))))
        .containsOnlyOnce("/etc/hosts");
    assertThat(paths(ops(true, new AppVolume("v", "/sys/class", false, true))))
        .doesNotContain("/sys")
        .containsOnlyOnce("/sys/class");
  }

  @Test
  void hidesKernelInterfacesUnlessToldOtherwise() {
    assertThat(ops(true))
        .contains(
            new GuestOp.Hide("/sys/firmware", false),
            new GuestOp.ReadOnly("/proc/sysrq-trigger", false));
    assertThat(ops(false)).noneMatch(op -> op instanceof GuestOp.Hide);
  }

  @Test
  void bindsThePodsFilesReadOnly() {
    assertThat(ops(false))
        .contains(new GuestOp.Bind("/etc/hosts", "/files/hosts", false, MountFlags.RDONLY, false));
  }
}
