package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.Attributes;
import io.stage1kvm.aci.archive.ByteText;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/// One entry as a line of a listing, in the form of `tar -tv --numeric-owner`.
final class EntryLine {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm").withZone(ZoneOffset.UTC);

  /// What tar gives to owner and size together.
  private static final int OWNER_AND_SIZE = 19;

  private EntryLine() {}

  static String name(AciEntry entry) {
    return ByteText.show(entry.name());
  }

  static String detailed(AciEntry entry) {
    Attributes attributes = entry.attributes();
    String owner = attributes.uid() + "/" + attributes.gid();
    String size = size(entry);
    String gap = " ".repeat(Math.max(1, OWNER_AND_SIZE - owner.length() - size.length()));
    return "%s %s%s%s %s %s%s"
        .formatted(
            type(entry) + mode(attributes.mode()),
            owner,
            gap,
            size,
            TIME.format(attributes.mtime()),
            name(entry),
            target(entry));
  }

  private static char type(AciEntry entry) {
    return switch (entry) {
      case AciEntry.File file -> '-';
      case AciEntry.Directory directory -> 'd';
      case AciEntry.Symlink link -> 'l';
      case AciEntry.HardLink link -> 'h';
      case AciEntry.CharDevice device -> 'c';
      case AciEntry.BlockDevice device -> 'b';
      case AciEntry.Fifo fifo -> 'p';
    };
  }

  private static String size(AciEntry entry) {
    return switch (entry) {
      case AciEntry.File file -> Long.toString(file.size());
      case AciEntry.CharDevice device -> device.major() + "," + device.minor();
      case AciEntry.BlockDevice device -> device.major() + "," + device.minor();
      case AciEntry.Directory directory -> "0";
      case AciEntry.Symlink link -> "0";
      case AciEntry.HardLink link -> "0";
      case AciEntry.Fifo fifo -> "0";
    };
  }

  private static String target(AciEntry entry) {
    return switch (entry) {
      case AciEntry.Symlink link -> " -> " + ByteText.show(link.target());
      case AciEntry.HardLink link -> " link to " + ByteText.show(link.target());
      default -> "";
    };
  }

  private static String mode(int mode) {
    char[] text = new char[9];
    for (int i = 0; i < text.length; i++) {
      text[i] = (mode & 0400 >> i) == 0 ? '-' : "rwx".charAt(i % 3);
    }
    special(text, 2, mode & 04000, 's');
    special(text, 5, mode & 02000, 's');
    special(text, 8, mode & 01000, 't');
    return new String(text);
  }

  private static void special(char[] text, int at, int bit, char letter) {
    if (bit != 0) {
      text[at] = text[at] == 'x' ? letter : Character.toUpperCase(letter);
    }
  }
}
