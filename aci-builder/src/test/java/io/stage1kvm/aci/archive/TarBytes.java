package io.stage1kvm.aci.archive;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;

/// Archives made byte by byte, so that tests can say what no honest tool writes. Shares no code
/// with the writer under test.
public final class TarBytes {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  /// A directory `rootfs/` and the smallest valid manifest.
  public static TarBytes image() {
    return new TarBytes().file("manifest", manifest()).directory("rootfs/");
  }

  public static String manifest() {
    return """
        {"acKind":"ImageManifest","acVersion":"0.8.11","name":"example.com/app"}
        """;
  }

  public TarBytes file(String name, String content) {
    return entry(name, '0', "", content.getBytes(UTF_8));
  }

  public TarBytes directory(String name) {
    return entry(name, '5', "", new byte[0]);
  }

  public TarBytes symlink(String name, String target) {
    return entry(name, '2', target, new byte[0]);
  }

  public TarBytes hardLink(String name, String target) {
    return entry(name, '1', target, new byte[0]);
  }

  public TarBytes fifo(String name) {
    return entry(name, '6', "", new byte[0]);
  }

  public TarBytes pax(String record) {
    return entry("PaxHeaders/x", 'x', "", paxRecord(record.getBytes(UTF_8)));
  }

  public TarBytes pax(byte[] record) {
    return entry("PaxHeaders/x", 'x', "", paxRecord(record));
  }

  /// @param record `key=value`
  public static byte[] paxRecord(byte[] record) {
    int length = record.length + 3;
    while ((length + " ").length() + record.length + 1 != length) {
      length++;
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes((length + " ").getBytes(UTF_8));
    bytes.writeBytes(record);
    bytes.write('\n');
    return bytes.toByteArray();
  }

  public TarBytes entry(String name, char type, String link, byte[] content) {
    raw(header(name, type, link, content.length));
    raw(content);
    return raw(new byte[-content.length & 511]);
  }

  public TarBytes raw(byte[] bytes) {
    out.writeBytes(bytes);
    return this;
  }

  /// @return a POSIX header with mode 0644, owner 0:0 and the time 1000000000
  public static byte[] header(String name, char type, String link, long size) {
    byte[] block = new byte[512];
    put(block, 0, name.getBytes(UTF_8));
    put(block, 100, type == '5' ? "0000755\0" : "0000644\0");
    put(block, 108, "0000000\0");
    put(block, 116, "0000000\0");
    put(block, 124, String.format("%011o\0", size));
    put(block, 136, String.format("%011o\0", 1_000_000_000));
    block[156] = (byte) type;
    put(block, 157, link.getBytes(UTF_8));
    put(block, 257, "ustar\00000");
    return sum(block);
  }

  public static void put(byte[] block, int offset, String text) {
    put(block, offset, text.getBytes(ISO_8859_1));
  }

  private static void put(byte[] block, int offset, byte[] bytes) {
    System.arraycopy(bytes, 0, block, offset, bytes.length);
  }

  /// Puts the right checksum into a header.
  public static byte[] sum(byte[] block) {
    put(block, 148, "        ");
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xff;
    }
    put(block, 148, String.format("%06o\0 ", sum));
    return block;
  }

  /// @return what there is, with the end mark
  public byte[] end() {
    return raw(new byte[1024]).bytes();
  }

  public byte[] bytes() {
    return out.toByteArray();
  }
}
