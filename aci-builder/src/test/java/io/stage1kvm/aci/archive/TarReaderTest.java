package io.stage1kvm.aci.archive;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TarReaderTest {
  private static final Instant TIME = Instant.ofEpochSecond(1_000_000_000);

  private static List<AciEntry> read(byte[] archive) throws IOException {
    List<AciEntry> entries = new ArrayList<>();
    TarReader reader = new TarReader(new ByteArrayInputStream(archive));
    for (Optional<AciEntry> e = reader.next(); e.isPresent(); e = reader.next()) {
      entries.add(e.get());
    }
    return entries;
  }

  private static AciEntry readOne(TarBytes archive) throws IOException {
    List<AciEntry> entries = read(archive.end());
    assertThat(entries).hasSize(1);
    return entries.getFirst();
  }

  private static void refuses(byte[] archive, String message) {
    assertThatThrownBy(() -> read(archive)).isInstanceOf(AciException.class).hasMessage(message);
  }

  private static Attributes attributes(int mode) {
    return new Attributes(mode, 0, 0, TIME, List.of());
  }

  @Test
  void readsEveryKind() throws IOException {
    byte[] device = TarBytes.header("null", '3', "", 0);
    TarBytes.put(device, 329, "0000001\0");
    TarBytes.put(device, 337, "0000003\0");
    byte[] block = TarBytes.header("sda", '4', "", 0);
    TarBytes.put(block, 329, "0000010\0");
    TarBytes.put(block, 337, "3777777\0");
    byte[] archive =
        new TarBytes()
            .directory("d/")
            .file("f", "12345")
            .symlink("s", "/etc")
            .hardLink("h", "f")
            .fifo("p")
            .raw(TarBytes.sum(device))
            .raw(TarBytes.sum(block))
            .end();
    assertThat(read(archive))
        .containsExactly(
            new AciEntry.Directory("d/", attributes(0755)),
            new AciEntry.File("f", attributes(0644), 5),
            new AciEntry.Symlink("s", attributes(0644), "/etc"),
            new AciEntry.HardLink("h", attributes(0644), "f"),
            new AciEntry.Fifo("p", attributes(0644)),
            new AciEntry.CharDevice("null", attributes(0644), 1, 3),
            new AciEntry.BlockDevice("sda", attributes(0644), 8, 0xfffff));
  }

  @Test
  void readsContentAndSkipsTheRest() throws IOException {
    byte[] archive = new TarBytes().file("a", "x".repeat(2000)).file("b", "yz").end();
    TarReader reader = new TarReader(new ByteArrayInputStream(archive));
    byte[] buffer = new byte[10];
    reader.next();
    assertThat(reader.read(buffer, 0, 10)).isEqualTo(10);
    reader.next();
    assertThat(reader.read(buffer, 0, 10)).isEqualTo(2);
    assertThat(reader.read(buffer, 0, 10)).isEqualTo(-1);
    assertThat(new String(buffer, 0, 3, UTF_8)).isEqualTo("yzx");
    assertThat(reader.next()).isEmpty();
  }

  @Test
  void readsOldFilesAndDirectories() throws IOException {
    assertThat(readOne(new TarBytes().entry("a", '\0', "", new byte[0])))
        .isInstanceOf(AciEntry.File.class);
    assertThat(readOne(new TarBytes().entry("a/", '\0', "", new byte[0])))
        .isInstanceOf(AciEntry.Directory.class);
  }

  @Test
  void joinsPosixPrefixButNotGnus() throws IOException {
    byte[] header = TarBytes.header("name", '0', "", 0);
    TarBytes.put(header, 345, "some/prefix");
    assertThat(readOne(new TarBytes().raw(TarBytes.sum(header))).name())
        .isEqualTo("some/prefix/name");
    TarBytes.put(header, 257, "ustar  \0");
    assertThat(readOne(new TarBytes().raw(TarBytes.sum(header))).name()).isEqualTo("name");
  }

  @Test
  void readsPaxRecordsOverTheHeader() throws IOException {
    TarBytes archive =
        new TarBytes()
            .pax("path=long/name")
            .pax("uid=4000000000")
            .pax("gid=2097152")
            .pax("mtime=-1.25")
            .file("short", "");
    AciEntry entry = readOne(archive);
    assertThat(entry.name()).isEqualTo("long/name");
    assertThat(entry.attributes().uid()).isEqualTo(4_000_000_000L);
    assertThat(entry.attributes().gid()).isEqualTo(2_097_152);
    assertThat(entry.attributes().mtime()).isEqualTo(Instant.ofEpochSecond(-2, 750_000_000));
  }

  @Test
  void usesGlobalRecordsUntilReplaced() throws IOException {
    byte[] global = TarBytes.paxRecord("uid=7".getBytes(UTF_8));
    byte[] archive =
        new TarBytes()
            .entry("g", 'g', "", global)
            .file("a", "")
            .pax("uid=8")
            .file("b", "")
            .pax("uid=")
            .file("c", "")
            .end();
    assertThat(read(archive)).extracting(e -> e.attributes().uid()).containsExactly(7L, 8L, 0L);
  }

  @Test
  void keepsBinaryXattrs() throws IOException {
    byte[] capability = {1, 0, 0, 2, (byte) 0xc0, (byte) 0x80, '\n', 0, 0, 0};
    ByteArrayOutputStream record = new ByteArrayOutputStream();
    record.writeBytes("SCHILY.xattr.security.capability=".getBytes(UTF_8));
    record.writeBytes(capability);
    AciEntry entry = readOne(new TarBytes().pax(record.toByteArray()).file("ping", ""));
    assertThat(entry.attributes().xattrs())
        .containsExactly(new Xattr("security.capability", capability));
  }

  @Test
  void readsLibarchivesXattrs() throws IOException {
    AciEntry entry = readOne(new TarBytes().pax("LIBARCHIVE.xattr.user.a%20b=/wA").file("f", ""));
    assertThat(entry.attributes().xattrs())
        .containsExactly(new Xattr("user.a b", new byte[] {(byte) 0xff, 0}));
  }

  @Test
  void readsGnuLongNames() throws IOException {
    String name = "n".repeat(300);
    String link = "l".repeat(200);
    AciEntry entry =
        readOne(
            new TarBytes()
                .entry("././@LongLink", 'L', "", (name + "\0").getBytes(UTF_8))
                .entry("././@LongLink", 'K', "", (link + "\0").getBytes(UTF_8))
                .symlink("nnn", "lll"));
    assertThat(entry).isEqualTo(new AciEntry.Symlink(name, attributes(0644), link));
  }

  @Test
  void readsBase256Numbers() throws IOException {
    byte[] header = TarBytes.header("f", '0', "", 0);
    TarBytes.put(header, 108, "\u0080\0\0\0\0\u0020\0\0");
    TarBytes.put(
        header, 136, "\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00fe");
    Attributes attributes = readOne(new TarBytes().raw(TarBytes.sum(header))).attributes();
    assertThat(attributes.uid()).isEqualTo(1 << 21);
    assertThat(attributes.mtime()).isEqualTo(Instant.ofEpochSecond(-2));
  }

  @Test
  void takesNoContentOfLinks() throws IOException {
    byte[] header = TarBytes.header("h", '1', "f", 512);
    byte[] archive = new TarBytes().raw(header).file("g", "").end();
    assertThat(read(archive)).extracting(AciEntry::name).containsExactly("h", "g");
  }

  @Test
  void refusesWhatIsNoArchive() {
    refuses(
        "#!/bin/sh\n".repeat(100).getBytes(UTF_8),
        "it is not a tar archive, neither plain nor compressed by gzip, bzip2 or xz");
  }

  /// The specification lets them be encrypted by OpenPGP with a passphrase. No tool ever did.
  @Test
  void refusesEncryptedImages() {
    byte[] message = Arrays.copyOf(new byte[] {(byte) 0x8c, 0x0d, 4, 9, 3, 2}, 2048);
    refuses(message, "it is not a tar archive, neither plain nor compressed by gzip, bzip2 or xz");
  }

  @Test
  void refusesEveryTruncation() {
    byte[] archive = new TarBytes().pax("uid=1").file("a", "x".repeat(700)).end();
    for (int length = 0; length < archive.length; length++) {
      refuses(Arrays.copyOf(archive, length), "the archive is truncated");
    }
  }

  @Test
  void refusesBadChecksum() {
    byte[] archive = new TarBytes().file("a", "").file("b", "").end();
    archive[512] = 'c';
    refuses(
        archive,
        "the header at byte 512 is corrupt: its checksum is 3169, its bytes add up to 3170");
  }

  @Test
  void refusesEntriesAfterTheEnd() {
    TarBytes archive = new TarBytes().file("a", "");
    archive.end();
    refuses(archive.file("b", "").end(), "something follows the end of the archive");
  }

  @Test
  void refusesALoneZeroBlock() {
    byte[] archive = new TarBytes().file("a", "").raw(new byte[512]).file("b", "").end();
    refuses(archive, "the end mark at byte 512 is corrupt");
  }

  @Test
  void refusesNegativeAndHugeSizes() {
    refuses(
        new TarBytes().pax("size=-1").file("a", "").end(),
        "entry 'a': size '-1' must not be negative");
    refuses(
        new TarBytes().pax("size=9223372036854775807").file("a", "").end(),
        "the archive is truncated");
    refuses(
        new TarBytes().pax("size=9223372036854775808").file("a", "").end(),
        "pax record 'size' is not a number: '9223372036854775808'");
  }

  @Test
  void refusesOwnersThatTheKernelDoesNotKnow() {
    refuses(
        new TarBytes().pax("uid=4294967295").file("a", "").end(),
        "entry 'a': uid '4294967295' must be between 0 and 4294967294");
  }

  @Test
  void refusesBadPaxHeaders() {
    for (String content :
        List.of(
            "x", "5 a=b", "6 a=b", "99 a=b\n", "3 =\n", "0 a=b\n", "12345678 a=b\n", "6 aab\n")) {
      byte[] archive =
          new TarBytes().entry("p", 'x', "", content.getBytes(UTF_8)).file("a", "").end();
      refuses(archive, "a pax header is corrupt");
    }
  }

  @Test
  void refusesNulInNames() {
    refuses(
        new TarBytes().pax("path=a\0b").file("a", "").end(), "pax record 'path' has a NUL byte");
  }

  @Test
  void refusesTimesThatAreNone() {
    for (String time : List.of("x", "1e9", "1.2.3", "99999999999999", "-")) {
      byte[] archive = new TarBytes().pax("mtime=" + time).file("a", "").end();
      refuses(archive, "pax record 'mtime' is not a number: '" + time + "'");
    }
  }

  @Test
  void refusesLongNames() {
    refuses(
        new TarBytes().pax("path=" + "n".repeat(4096)).file("a", "").end(),
        "a name is longer than 4095 bytes: '" + "n".repeat(40) + "…'");
  }

  @Test
  void refusesHugeExtendedHeaders() {
    byte[] header = TarBytes.header("p", 'x', "", (1 << 20) + 1);
    refuses(
        new TarBytes().raw(header).end(),
        "the header at byte 0 is corrupt: an extended header of 1048577 bytes");
  }

  @Test
  void refusesUnknownTypes() {
    refuses(
        new TarBytes().entry("a", 'Z', "", new byte[0]).end(), "entry 'a': type 'Z' is not known");
  }

  @Test
  void refusesAnExtendedHeaderBeforeTheEnd() {
    refuses(new TarBytes().pax("path=a").end(), "an extended header is followed by no entry");
  }
}
