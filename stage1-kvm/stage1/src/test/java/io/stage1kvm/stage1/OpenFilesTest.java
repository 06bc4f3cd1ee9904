package io.stage1kvm.stage1;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class OpenFilesTest {
  private static String limits(String soft, String hard) {
    return """
        Limit                     Soft Limit           Hard Limit           Units
        Max processes             96187                96187                processes
        Max open files            %-20s %-20s files
        Max locked memory         8388608              8388608              bytes
        """
        .formatted(soft, hard);
  }

  @Test
  void isHalfOfTheHardLimit() {
    assertThat(OpenFiles.parameter(limits("1024", "20000"))).isEqualTo("share_inodes=10000");
  }

  @Test
  void isBoundedByWhatVirtiofsdSetsItself() {
    assertThat(OpenFiles.parameter(limits("1024", "1073741816"))).isEqualTo("share_inodes=500000");
    assertThat(OpenFiles.parameter(limits("1024", "unlimited"))).isEqualTo("share_inodes=500000");
    assertThat(OpenFiles.parameter("")).isEqualTo("share_inodes=500000");
  }
}
