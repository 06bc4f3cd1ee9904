package io.stage1kvm.stage1;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ExecDiagnosisTest {
  @TempDir private Path rootfs;

  private static byte[] elf(String interpreter) {
    ByteBuffer elf = ByteBuffer.allocate(256).order(ByteOrder.LITTLE_ENDIAN);
    elf.put(new byte[] {0x7f, 'E', 'L', 'F', 2});
    elf.putLong(32, 64).putShort(54, (short) 56).putShort(56, (short) 1);
    elf.putInt(64, 3).putLong(64 + 8, 128).putLong(64 + 32, interpreter.length() + 1L);
    elf.position(128).put(interpreter.getBytes(StandardCharsets.UTF_8));
    return elf.array();
  }

  @Test
  void namesTheProgramItself() {
    assertThat(ExecDiagnosis.missing(rootfs, "/no/such")).contains("/no/such");
  }

  @Test
  void namesTheInterpreterOfAScript() throws IOException {
    Files.writeString(rootfs.resolve("script"), "#! /bin/missing -x\necho\n");
    assertThat(ExecDiagnosis.missing(rootfs, "/script")).contains("/bin/missing");
  }

  @Test
  void namesTheLoaderOfAProgram() throws IOException {
    Files.write(rootfs.resolve("program"), elf("/lib64/ld.so"));
    assertThat(ExecDiagnosis.missing(rootfs, "/program")).contains("/lib64/ld.so");
  }

  @Test
  void followsAScriptToItsInterpretersLoader() throws IOException {
    Files.write(rootfs.resolve("sh"), elf("/ld.so"));
    Files.writeString(rootfs.resolve("script"), "#!/sh\n");
    assertThat(ExecDiagnosis.missing(rootfs, "/script")).contains("/ld.so");
  }

  @Test
  void findsNothingMissingInAStaticProgram() throws IOException {
    Files.write(rootfs.resolve("static"), new byte[300]);
    assertThat(ExecDiagnosis.missing(rootfs, "/static")).isEmpty();
  }

  @Test
  void survivesAnyProgram() throws IOException {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      byte[] bytes = elf("/ld.so");
      for (int n = random.nextInt(1, 12); n > 0; n--) {
        bytes[random.nextInt(5, bytes.length)] = (byte) random.nextInt();
      }
      Files.write(rootfs.resolve("program"), bytes);
      assertThat(ExecDiagnosis.missing(rootfs, "/program")).as("seed %d", seed).isNotNull();
    }
  }
}
