package io.stage1kvm.aci.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EntryPathTest {
  @ParameterizedTest
  @CsvSource({
    "rootfs/etc/passwd, rootfs/etc/passwd",
    "./rootfs/etc//passwd, rootfs/etc/passwd",
    "rootfs/./etc/, rootfs/etc",
    "rootfs/.x/..y, rootfs/.x/..y",
    "manifest, manifest"
  })
  void leavesOutWhatLeadsNowhere(String name, String path) {
    assertThat(EntryPath.of(name)).hasToString(path).isEqualTo(EntryPath.of(path));
    assertThat(EntryPath.of(name).parts()).containsExactly(path.split("/"));
    assertThat(EntryPath.of(name)).hasSameHashCodeAs(EntryPath.of(path));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "./", "././/"})
  void knowsTheTop(String name) {
    assertThat(EntryPath.of(name)).isEqualTo(EntryPath.TOP).hasToString("");
    assertThat(EntryPath.of(name).isTop()).isTrue();
    assertThat(EntryPath.of(name).inRootfs()).isFalse();
  }

  @Test
  void leadsNowhereElse() {
    assertThatThrownBy(() -> EntryPath.of("/etc"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name '/etc' must be relative");
    assertThatThrownBy(() -> EntryPath.of("rootfs/.."))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("name 'rootfs/..' must not have '..'");
  }
}
