package io.stage1kvm.vmm.arch.x86;

import java.nio.charset.StandardCharsets;
import java.util.StringJoiner;

/// The kernel's command line in memory.
final class CommandLine {

  private CommandLine() {}

  /// The devices stand first: what follows `--` is not the kernel's.
  static Piece of(BootRequest request) throws BootException {
    StringJoiner line = new StringJoiner(" ");
    if (request.discovery() == Discovery.COMMAND_LINE) {
      for (MmioDevice device : request.devices()) {
        line.add(device.kernelParameter());
      }
    }
    if (!request.commandLine().isEmpty()) {
      line.add(request.commandLine());
    }
    byte[] text = line.toString().getBytes(StandardCharsets.UTF_8);
    int longest = Layout.COMMAND_LINE_SIZE - 1;
    if (text.length > longest) {
      throw BootException.commandLine(
          "be of at most " + longest + " bytes, it is of " + text.length);
    }
    Piece piece = new Piece(Layout.COMMAND_LINE, new byte[text.length + 1]);
    for (int i = 0; i < text.length; i++) {
      if (text[i] >= 0 && text[i] < ' ') {
        throw BootException.commandLine(
            "have no control characters, it has 0x%02x".formatted(text[i]));
      }
      piece.bytes()[i] = text[i];
    }
    return piece;
  }
}
