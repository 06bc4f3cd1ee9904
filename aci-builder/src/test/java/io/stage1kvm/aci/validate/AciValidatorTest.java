package io.stage1kvm.aci.validate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.TarBytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AciValidatorTest {
  private static List<String> validate(byte[] image) throws IOException {
    return AciValidator.validate(new ByteArrayInputStream(image)).stream()
        .map(v -> v.rule() + ": " + v.message())
        .toList();
  }

  @Test
  void findsNothingInAGoodImage() throws IOException {
    assertThat(validate(TarBytes.image().file("rootfs/a", "x").end())).isEmpty();
  }

  @Test
  void findsEverything() throws IOException {
    byte[] image =
        new TarBytes()
            .file("manifest", "{\"acKind\": \"ImageManifest\"}")
            .file("../a", "")
            .file("rootfs/b", "")
            .file("rootfs/b", "")
            .end();
    assertThat(validate(image))
        .containsExactly(
            "required: acVersion must be set",
            "required: name must be set",
            "name-inside: entry '../a' has '..' in its name",
            "name-once: entry 'rootfs/b' is there twice",
            "rootfs-present: there is no directory 'rootfs' at the top");
  }

  @Test
  void findsABrokenArchiveLast() throws IOException {
    byte[] image = TarBytes.image().file("x", "").end();
    assertThat(validate(Arrays.copyOf(image, image.length - 600)))
        .containsExactly(
            "top-level: entry 'x' is neither 'manifest' nor in 'rootfs'",
            "archive: the archive is truncated");
  }

  @Test
  void findsTextThatIsNoArchive() throws IOException {
    assertThat(validate("hello ".repeat(100).getBytes(UTF_8)))
        .singleElement()
        .asString()
        .startsWith("archive: ");
  }

  @Test
  void cannotReadWhatIsNotThere() {
    assertThatThrownBy(() -> AciValidator.validate(Path.of("gone.aci")))
        .isInstanceOf(AciException.class)
        .hasMessage("cannot read image 'gone.aci': no such file or directory");
  }
}
