package io.stage1kvm.aci.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;

/// Writes a tar stream: POSIX ustar, with a pax header before what ustar cannot say.
///
/// The same entries give the same bytes: no time, host or process leaves a trace.
final class TarWriter {
  private static final long MAX_OCTAL_7 = (1 << 21) - 1;
  private static final long MAX_OCTAL_11 = (1L << 33) - 1;
  private static final byte[] ZEROS = new byte[2 * TarField.BLOCK];

  private final OutputStream out;

  TarWriter(OutputStream out) {
    this.out = out;
  }

  /// Writes everything but a file's content; `size` bytes and [#endContent(long)] must follow.
  void putHeader(AciEntry entry) throws IOException {
    UstarName name = UstarName.split(entry.name());
    String link = linkName(entry);
    byte[] pax = pax(entry, name, link);
    if (pax.length > 0) {
      TarBlock header = new TarBlock();
      header.text(TarField.NAME, UstarName.cut("PaxHeaders/" + lastOf(entry.name())));
      header.octal(TarField.MODE, 0644);
      header.octal(TarField.SIZE, pax.length);
      out.write(header.finish(TarField.TYPE_PAX));
      out.write(pax);
      endContent(pax.length);
    }
    out.write(header(entry, name, link));
  }

  void endContent(long size) throws IOException {
    out.write(ZEROS, 0, TarField.padding(size));
  }

  void end() throws IOException {
    out.write(ZEROS);
  }

  private static byte[] header(AciEntry entry, UstarName name, String link) {
    Attributes attributes = entry.attributes();
    TarBlock block = new TarBlock();
    block.text(TarField.NAME, name.name());
    block.text(TarField.PREFIX, name.prefix());
    block.text(TarField.LINK_NAME, UstarName.cut(link));
    block.octal(TarField.MODE, attributes.mode());
    block.octal(TarField.UID, orZero(attributes.uid(), MAX_OCTAL_7));
    block.octal(TarField.GID, orZero(attributes.gid(), MAX_OCTAL_7));
    block.octal(TarField.MTIME, orZero(attributes.mtime().getEpochSecond(), MAX_OCTAL_11));
    return switch (entry) {
      case AciEntry.File file -> {
        block.octal(TarField.SIZE, orZero(file.size(), MAX_OCTAL_11));
        yield block.finish(TarField.TYPE_FILE);
      }
      case AciEntry.Directory d -> block.finish(TarField.TYPE_DIRECTORY);
      case AciEntry.Symlink l -> block.finish(TarField.TYPE_SYMLINK);
      case AciEntry.HardLink l -> block.finish(TarField.TYPE_HARD_LINK);
      case AciEntry.CharDevice d ->
          block.device(d.major(), d.minor()).finish(TarField.TYPE_CHAR_DEVICE);
      case AciEntry.BlockDevice d ->
          block.device(d.major(), d.minor()).finish(TarField.TYPE_BLOCK_DEVICE);
      case AciEntry.Fifo f -> block.finish(TarField.TYPE_FIFO);
    };
  }

  private static String linkName(AciEntry entry) {
    return switch (entry) {
      case AciEntry.Symlink link -> link.target();
      case AciEntry.HardLink link -> link.target();
      case AciEntry.File e -> "";
      case AciEntry.Directory e -> "";
      case AciEntry.CharDevice e -> "";
      case AciEntry.BlockDevice e -> "";
      case AciEntry.Fifo e -> "";
    };
  }

  /// What the ustar header has no room for, in a fixed order.
  private static byte[] pax(AciEntry entry, UstarName name, String link) {
    ByteArrayOutputStream records = new ByteArrayOutputStream();
    Attributes attributes = entry.attributes();
    boolean longLink = !UstarName.fits(link);
    if (!(ByteText.isUtf8(entry.name()) && ByteText.isUtf8(link))) {
      PaxRecords.write(records, "hdrcharset", "BINARY".getBytes(US_ASCII));
    }
    if (!name.whole()) {
      PaxRecords.write(records, PaxRecords.PATH, ByteText.encode(entry.name()));
    }
    if (longLink) {
      PaxRecords.write(records, PaxRecords.LINK_PATH, ByteText.encode(link));
    }
    if (entry instanceof AciEntry.File file) {
      writeLarge(records, PaxRecords.SIZE, file.size(), MAX_OCTAL_11);
    }
    writeLarge(records, PaxRecords.UID, attributes.uid(), MAX_OCTAL_7);
    writeLarge(records, PaxRecords.GID, attributes.gid(), MAX_OCTAL_7);
    writeTime(records, attributes.mtime());
    for (Xattr xattr : attributes.xattrs()) {
      PaxRecords.write(records, PaxRecords.XATTR + xattr.name(), xattr.value());
    }
    return records.toByteArray();
  }

  private static void writeLarge(ByteArrayOutputStream records, String key, long value, long max) {
    if (value > max) {
      PaxRecords.write(records, key, String.valueOf(value).getBytes(US_ASCII));
    }
  }

  private static void writeTime(ByteArrayOutputStream records, Instant time) {
    long seconds = time.getEpochSecond();
    if (time.getNano() != 0 || seconds < 0 || seconds > MAX_OCTAL_11) {
      PaxRecords.write(records, PaxRecords.MTIME, PaxTime.format(time).getBytes(US_ASCII));
    }
  }

  private static long orZero(long value, long max) {
    return value < 0 || value > max ? 0 : value;
  }

  private static String lastOf(String name) {
    String bare = name.endsWith("/") ? name.substring(0, name.length() - 1) : name;
    return bare.substring(bare.lastIndexOf('/') + 1);
  }
}
