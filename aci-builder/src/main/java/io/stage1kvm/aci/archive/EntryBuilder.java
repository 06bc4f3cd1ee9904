package io.stage1kvm.aci.archive;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/// Puts an entry together from its header and the extended headers before it.
final class EntryBuilder {
  /// Linux's PATH_MAX without the NUL.
  private static final int MAX_NAME = 4095;

  /// Major and minor numbers of Linux have 12 and 20 bits.
  private static final int MAX_MAJOR = (1 << 12) - 1;

  private static final int MAX_MINOR = (1 << 20) - 1;

  private PaxRecords global = PaxRecords.none();
  private Optional<PaxRecords> local = Optional.empty();
  private Optional<String> gnuName = Optional.empty();
  private Optional<String> gnuLink = Optional.empty();

  /// @return whether a header of this type tells something about later ones
  boolean takesMeta(char type) {
    return switch (type) {
      case TarField.TYPE_PAX,
          TarField.TYPE_PAX_GLOBAL,
          TarField.TYPE_GNU_LONG_NAME,
          TarField.TYPE_GNU_LONG_LINK ->
          true;
      default -> false;
    };
  }

  void addMeta(TarHeader header, byte[] content) throws AciException {
    switch (header.type()) {
      case TarField.TYPE_PAX_GLOBAL -> global = global.with(content);
      case TarField.TYPE_PAX -> local = Optional.of(local.orElse(global).with(content));
      case TarField.TYPE_GNU_LONG_NAME -> gnuName = Optional.of(untilNul(content));
      default -> gnuLink = Optional.of(untilNul(content));
    }
  }

  private static String untilNul(byte[] content) {
    int length = 0;
    while (length < content.length && content[length] != 0) {
      length++;
    }
    return ByteText.decode(content, 0, length);
  }

  void checkNothingPending() throws AciException {
    if (local.isPresent() || gnuName.isPresent() || gnuLink.isPresent()) {
      throw AciException.malformed("an extended header is followed by no entry");
    }
  }

  /// @param blocks what follows the header, for maps of sparse files
  AciEntry build(TarHeader header, SparseHeader.Blocks blocks) throws IOException {
    PaxRecords pax = local.orElse(global);
    String name = name(header, pax);
    String link = pax.text(PaxRecords.LINK_PATH).or(() -> gnuLink).orElseGet(header::linkName);
    local = Optional.empty();
    gnuName = Optional.empty();
    gnuLink = Optional.empty();
    checkLength(name);
    checkLength(link);
    try {
      return entry(header, pax, name, link, blocks);
    } catch (IllegalArgumentException e) {
      throw AciException.malformed(about(name) + ": " + e.getMessage(), e);
    }
  }

  /// Sparse files have a name of their own, so that tools which do not know them do not write their
  /// pieces over other files.
  private String name(TarHeader header, PaxRecords pax) throws AciException {
    Optional<String> path = pax.text(PaxRecords.PATH).or(() -> gnuName);
    return pax.text(PaxRecords.SPARSE_NAME).or(() -> path).orElseGet(header::name);
  }

  private static AciEntry entry(
      TarHeader header, PaxRecords pax, String name, String link, SparseHeader.Blocks blocks)
      throws IOException {
    Attributes attributes = attributes(header, pax);
    char type = header.type();
    if (type == TarField.TYPE_OLD_FILE && name.endsWith("/")) {
      return new AciEntry.Directory(name, attributes);
    }
    return switch (type) {
      case TarField.TYPE_FILE,
          TarField.TYPE_OLD_FILE,
          TarField.TYPE_CONTIGUOUS_FILE,
          TarField.TYPE_GNU_SPARSE -> {
        long stored = pax.number(PaxRecords.SIZE, header.number(TarField.SIZE));
        yield new AciEntry.File(name, attributes, SparseHeader.read(header, pax, stored, blocks));
      }
      case TarField.TYPE_DIRECTORY -> new AciEntry.Directory(name, attributes);
      case TarField.TYPE_SYMLINK -> new AciEntry.Symlink(name, attributes, link);
      case TarField.TYPE_HARD_LINK -> new AciEntry.HardLink(name, attributes, link);
      case TarField.TYPE_CHAR_DEVICE ->
          new AciEntry.CharDevice(name, attributes, major(header), minor(header));
      case TarField.TYPE_BLOCK_DEVICE ->
          new AciEntry.BlockDevice(name, attributes, major(header), minor(header));
      case TarField.TYPE_FIFO -> new AciEntry.Fifo(name, attributes);
      default -> throw refused(name, "type %s is not known".formatted(show(type)));
    };
  }

  private static Attributes attributes(TarHeader header, PaxRecords pax) throws AciException {
    int mode = (int) header.number(TarField.MODE) & Attributes.MODE_MASK;
    long uid = pax.number(PaxRecords.UID, header.number(TarField.UID));
    long gid = pax.number(PaxRecords.GID, header.number(TarField.GID));
    Optional<Instant> exact = pax.time(PaxRecords.MTIME);
    Instant mtime =
        exact.isPresent() ? exact.get() : PaxTime.ofSeconds(header.number(TarField.MTIME));
    return new Attributes(mode, uid, gid, mtime, pax.xattrs());
  }

  private static int major(TarHeader header) throws AciException {
    return device(header, TarField.DEV_MAJOR, MAX_MAJOR);
  }

  private static int minor(TarHeader header) throws AciException {
    return device(header, TarField.DEV_MINOR, MAX_MINOR);
  }

  private static int device(TarHeader header, TarField field, int max) throws AciException {
    long value = header.number(field);
    if (value < 0 || value > max) {
      throw header.corrupt("device number %d is out of range".formatted(value));
    }
    return (int) value;
  }

  private static void checkLength(String name) throws AciException {
    if (name.length() > MAX_NAME || ByteText.encode(name).length > MAX_NAME) {
      throw AciException.malformed(
          "a name is longer than %d bytes: '%s…'".formatted(MAX_NAME, ByteText.show(start(name))));
    }
  }

  private static String start(String name) {
    return name.substring(0, 40);
  }

  private static String show(char type) {
    return type > ' ' && type < 0x7f ? "'" + type + "'" : "0x%02x".formatted((int) type);
  }

  private static AciException refused(String name, String reason) {
    return AciException.malformed(about(name) + ": " + reason);
  }

  private static String about(String name) {
    return "entry '%s'".formatted(ByteText.show(name));
  }
}
