package io.stage1kvm.machine;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// An initramfs with one static program, compiled from `src/test/c`.
final class GuestImage {

  private GuestImage() {}

  static void write(Path initramfs, Path work) throws Exception {
    Path init = work.resolve("init");
    int status =
        new ProcessBuilder("gcc", "-static", "-o", init.toString(), "src/test/c/guest.c")
            .inheritIO()
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException("gcc ended with status " + status);
    }
    ByteArrayOutputStream archive = new ByteArrayOutputStream();
    entry(archive, "init", 0100755, Files.readAllBytes(init));
    entry(archive, "TRAILER!!!", 0, new byte[0]);
    Files.write(initramfs, archive.toByteArray());
  }

  /// The `newc` format: thirteen numbers of eight hexadecimal digits, the name, the content.
  private static void entry(ByteArrayOutputStream out, String name, int mode, byte[] content) {
    String header =
        "070701%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x%08x"
            .formatted(0, mode, 0, 0, 1, 0, content.length, 0, 0, 0, 0, name.length() + 1, 0);
    out.writeBytes(header.getBytes(US_ASCII));
    out.writeBytes((name + "\0").getBytes(US_ASCII));
    pad(out);
    out.writeBytes(content);
    pad(out);
  }

  private static void pad(ByteArrayOutputStream out) {
    while (out.size() % 4 != 0) {
      out.write(0);
    }
  }
}
