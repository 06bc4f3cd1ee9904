package io.stage1kvm.vmm.virtio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ConfigSpaceTest {
  private final ConfigSpace config =
      new ConfigSpace(new byte[] {(byte) 0x81, 2, 3, 4, 5, 6, 7, (byte) 0x88, 9});

  @Test
  void isReadInAllSizes() {
    assertThat(config.read(0, 1)).isEqualTo(0x81);
    assertThat(config.read(1, 2)).isEqualTo(0x0302);
    assertThat(config.read(4, 4)).isEqualTo(0x8807_0605L);
    assertThat(config.read(0, 8)).isEqualTo(0x8807_0605_0403_0281L);
  }

  @Test
  void isZeroOutside() {
    assertThat(config.read(8, 8)).isEqualTo(9);
    assertThat(config.read(9, 4)).isZero();
    assertThat(config.read(-1, 4)).isZero();
    assertThat(config.read(Integer.MAX_VALUE, 8)).isZero();
  }
}
