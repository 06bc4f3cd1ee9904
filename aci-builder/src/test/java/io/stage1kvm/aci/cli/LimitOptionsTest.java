package io.stage1kvm.aci.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.aci.archive.TarBytes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Every command that unpacks an image has bounds, which can be set.
class LimitOptionsTest {
  private static final String TOO_LARGE =
      "it has more than 1024 bytes uncompressed, the bound (see --max-size)";

  @TempDir private Path dir;
  private final Command aci = new Command();
  private Path image;

  @BeforeEach
  void makeImage() throws IOException {
    // The manifest comes last, so that it takes the whole image to find it.
    byte[] archive =
        new TarBytes()
            .directory("rootfs/")
            .file("rootfs/large", "x".repeat(4096))
            .file("manifest", TarBytes.manifest())
            .end();
    image = Files.write(dir.resolve("large.aci"), archive);
  }

  private Object[] words(String command, String option) {
    String[] words = command.split(" ", 2);
    String rest = words[1].replace("IMAGE", image.toString()).replace("DIR", dir.toString());
    return (words[0] + " " + option + " " + rest).split(" ");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "id IMAGE",
        "ls IMAGE",
        "cat-manifest IMAGE",
        "diff IMAGE IMAGE",
        "extract IMAGE DIR/target",
        "render --store DIR/store IMAGE DIR/target",
        "patch-manifest --user=1 IMAGE DIR/out.aci",
        "verify --keyring DIR IMAGE",
        "convert IMAGE DIR/out.aci",
      })
  void boundsWhatAnImageBecomes(String command) throws Exception {
    assertThat(aci.run(words(command, "--max-size=1K"))).isIn(1, 2);
    assertThat(aci.err()).startsWith("aci: cannot ").endsWith(TOO_LARGE + "\n");
    assertThat(dir.resolve("target")).doesNotExist();
    assertThat(dir.resolve("out.aci")).doesNotExist();
    aci.run(words(command, "--max-size=1M"));
    assertThat(aci.err()).doesNotContain("--max-size");
  }

  @Test
  void boundsWhatIsValidated() throws Exception {
    assertThat(aci.run("validate", "--max-size=1K", image)).isEqualTo(1);
    assertThat(aci.out()).startsWith(image + ": error: " + TOO_LARGE + " [archive]\n");
    assertThat(aci.run("validate", "--max-size=1M", "--max-ratio=1", image)).isZero();
  }

  @Test
  void refusesBoundsThatAreNone() throws Exception {
    for (String bound : new String[] {"0", "-1", "x", "1Q", "9999999T"}) {
      assertThat(aci.run("validate", "--max-size=" + bound, image)).isEqualTo(2);
      assertThat(aci.err()).startsWith("aci: --max-size '" + bound + "' must be ");
    }
  }
}
