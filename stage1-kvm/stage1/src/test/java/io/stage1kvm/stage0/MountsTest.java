package io.stage1kvm.stage0;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class MountsTest {
  @Test
  void findsWhatIsMountedBelowLastFirst() {
    MountTable table =
        MountTable.parse(
            """
            27 1 254:0 / / rw,relatime shared:1 - ext4 /dev/vda rw
            44 27 0:39 / /data/pods/run/u rw - ext4 x rw
            45 27 0:39 / /data/pods/run/u/stage1/rootfs rw - overlay overlay rw
            46 45 0:41 / /data/pods/run/u/a\\040b\\134c rw - overlay overlay rw
            47 45 0:41 / /data/pods/run/u2/x rw - overlay overlay rw
            """);

    assertThat(table.below(Path.of("/data/pods/run/u")))
        .containsExactly(
            Path.of("/data/pods/run/u/a b\\c"), Path.of("/data/pods/run/u/stage1/rootfs"));
  }

  @Test
  void escapesWhatPartsTheOptionsOfAnOverlay() {
    assertThat(new Overlay(Path.of("/a:b,c"), Path.of("/u,\\"), Path.of("/w")).options())
        .isEqualTo("lowerdir=/a\\:b\\,c,upperdir=/u\\,\\\\,workdir=/w");
  }

  @Test
  void keepsTheEnvironmentByteForByteAndInOrder() {
    byte[] own = "B=1\0A=\u00ff=x\0OLD=y\0odd\0".getBytes(StandardCharsets.ISO_8859_1);
    Map<String, String> variables = new TreeMap<>(Map.of("OLD", "new", "N", "ä"));

    List<String> environment =
        Handover.environment(own, variables).stream()
            .map(entry -> new String(entry, StandardCharsets.ISO_8859_1))
            .toList();

    assertThat(environment).containsExactly("B=1", "A=\u00ff=x", "odd", "N=Ã¤", "OLD=new");
  }

  @Test
  void givesTheFormerLocaleBack() {
    assertThat(restored("A=1\0LC_ALL=C.UTF-8\0STAGE1_KVM_FORMER_LC_ALL==C\0"))
        .containsExactly("A=1", "LC_ALL=C");
    assertThat(restored("LC_ALL=C.UTF-8\0STAGE1_KVM_FORMER_LC_ALL=\0A=1\0")).containsExactly("A=1");
    assertThat(restored("LC_ALL=C\0A=1\0")).containsExactly("LC_ALL=C", "A=1");
  }

  private static List<String> restored(String environment) {
    return Utf8.restored(Utf8.split(environment.getBytes(StandardCharsets.UTF_8))).stream()
        .map(entry -> new String(entry, StandardCharsets.UTF_8))
        .toList();
  }
}
