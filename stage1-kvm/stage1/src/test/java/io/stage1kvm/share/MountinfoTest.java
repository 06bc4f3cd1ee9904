package io.stage1kvm.share;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.sys.abi.Mount;
import org.junit.jupiter.api.Test;

final class MountinfoTest {

  private static final String TEXT =
      """
      22 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
      31 22 0:27 / /run/pod rw,nosuid,nodev,noexec,relatime - tmpfs tmpfs rw
      32 31 0:28 / /run/pod/a\\040b\\134c ro,noatime,nodiratime master:3 - tmpfs tmpfs rw
      33 22 0:29 / /run/pods rw - tmpfs tmpfs rw
      """;

  @Test
  void findsMountsOnPathAndBelow() {
    assertThat(Mountinfo.below(TEXT, "/run/pod"))
        .containsExactly(
            new Mountinfo.Entry(
                "/run/pod", Mount.MS_NOSUID | Mount.MS_NODEV | Mount.MS_NOEXEC | Mount.MS_RELATIME),
            new Mountinfo.Entry(
                "/run/pod/a b\\c", Mount.MS_RDONLY | Mount.MS_NOATIME | Mount.MS_NODIRATIME));
  }

  @Test
  void findsNothingElsewhere() {
    assertThat(Mountinfo.below(TEXT, "/srv")).isEmpty();
    assertThat(Mountinfo.below("broken line\n\n", "/")).isEmpty();
  }
}
