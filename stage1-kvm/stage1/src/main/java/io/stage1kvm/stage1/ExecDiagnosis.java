package io.stage1kvm.stage1;

import io.stage1kvm.pod.RootedPath;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Says which file is missing when a program could not be executed: the program itself, the
/// interpreter that
/// its `#!` line names, or its ELF loader. The kernel says ENOENT for all of them.
final class ExecDiagnosis {
  private static final int MOST_INTERPRETERS = 5;
  private static final int PT_INTERP = 3;

  private ExecDiagnosis() {}

  /// The path that cannot be opened, if one is missing.
  static Optional<String> missing(Path rootfs, String program) {
    String name = program;
    try {
      for (int i = 0; i < MOST_INTERPRETERS; i++) {
        Path file = RootedPath.resolve(rootfs, name);
        if (!Files.isRegularFile(file)) {
          return Optional.of(name);
        }
        Optional<String> interpreter = interpreter(file);
        if (interpreter.isEmpty()) {
          return Optional.empty();
        }
        name = interpreter.get();
      }
    } catch (IOException e) {
      return Optional.of(name); // it cannot be read either
    }
    return Optional.empty();
  }

  private static Optional<String> interpreter(Path file) throws IOException {
    byte[] head;
    try (InputStream in = Files.newInputStream(file)) {
      head = in.readNBytes(256);
    }
    if (head.length > 2 && head[0] == '#' && head[1] == '!') {
      String line = new String(head, 2, head.length - 2, StandardCharsets.UTF_8);
      return Optional.of(line.lines().findFirst().orElse("").strip().split("\\s")[0]);
    }
    return isElf64(head) ? elfInterpreter(file, head) : Optional.empty();
  }

  private static boolean isElf64(byte[] head) {
    return head.length >= 64
        && head[0] == 0x7f
        && head[1] == 'E'
        && head[2] == 'L'
        && head[3] == 'F'
        && head[4] == 2;
  }

  /// Reads the program header of type PT_INTERP. The file is the image's: all numbers are checked.
  private static Optional<String> elfInterpreter(Path file, byte[] head) throws IOException {
    ByteBuffer elf = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    long table = elf.getLong(32);
    int size = Short.toUnsignedInt(elf.getShort(54));
    int count = Math.min(Short.toUnsignedInt(elf.getShort(56)), 64);
    if (size < 56 || table < 0) {
      return Optional.empty();
    }
    try (SeekableByteChannel channel = Files.newByteChannel(file)) {
      ByteBuffer headers = read(channel, table, size * count);
      for (int at = 0; at + 56 <= headers.limit(); at += size) {
        if (headers.getInt(at) == PT_INTERP) {
          int length = Math.clamp(headers.getLong(at + 32), 0, 4096);
          ByteBuffer name = read(channel, headers.getLong(at + 8), length);
          String text = StandardCharsets.UTF_8.decode(name).toString();
          return Optional.of(text.substring(0, Math.max(text.indexOf('\0'), 0)));
        }
      }
    }
    return Optional.empty();
  }

  private static ByteBuffer read(SeekableByteChannel channel, long offset, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    if (offset >= 0) {
      channel.position(offset);
      while (buffer.hasRemaining() && channel.read(buffer) >= 0) {
        continue;
      }
    }
    return buffer.flip();
  }
}
