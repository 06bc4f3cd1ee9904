package io.stage1kvm.vmm.arch.x86;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads tables as a kernel does: from the RSDP on, with every length and checksum looked at, and
/// the AML of the DSDT term by term. Shares nothing with the code that writes them.
final class AcpiDump {
  private final byte[] memory = new byte[0x2_0000];
  private final Map<String, ByteBuffer> tables = new LinkedHashMap<>();

  AcpiDump(List<Piece> pieces) {
    boolean[] used = new boolean[memory.length];
    for (Piece piece : pieces) {
      for (int i = 0; i < piece.bytes().length; i++) {
        int at = Math.toIntExact(piece.address() - 0xe_0000) + i;
        assertThat(used[at]).as("overlap at 0x%x", at).isFalse();
        used[at] = true;
        memory[at] = piece.bytes()[i];
      }
    }
    ByteBuffer rsdp = slice(0xe_0000, 36);
    assertThat(text(rsdp, 0, 8)).isEqualTo("RSD PTR ");
    assertThat(sum(rsdp, 20)).isZero();
    assertThat(sum(rsdp, 36)).isZero();
    assertThat(rsdp.get(15)).isEqualTo((byte) 2);
    ByteBuffer xsdt = table(rsdp.getLong(24));
    for (int at = 36; at < xsdt.capacity(); at += 8) {
      table(xsdt.getLong(at));
    }
    table(tables.get("FACP").getLong(140));
  }

  ByteBuffer table(String signature) {
    return tables.get(signature);
  }

  private ByteBuffer table(long address) {
    assertThat(address % 16).isZero();
    ByteBuffer table = slice(address, slice(address, 36).getInt(4));
    assertThat(sum(table, table.capacity())).isZero();
    tables.put(text(table, 0, 4), table);
    return table;
  }

  private ByteBuffer slice(long address, int length) {
    int at = Math.toIntExact(address - 0xe_0000);
    return ByteBuffer.wrap(memory).slice(at, length).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static int sum(ByteBuffer bytes, int length) {
    int sum = 0;
    for (int i = 0; i < length; i++) {
      sum += bytes.get(i);
    }
    return sum & 0xff;
  }

  private static String text(ByteBuffer bytes, int at, int length) {
    byte[] text = new byte[length];
    bytes.get(at, text);
    return new String(text, StandardCharsets.US_ASCII);
  }

  /// The DSDT's terms, one a line, nested ones indented.
  List<String> aml() {
    ByteBuffer dsdt = tables.get("DSDT");
    List<String> lines = new ArrayList<>();
    terms(dsdt.position(36).slice().order(ByteOrder.LITTLE_ENDIAN), "", lines);
    return lines;
  }

  private static void terms(ByteBuffer aml, String indent, List<String> lines) {
    while (aml.hasRemaining()) {
      int op = aml.get() & 0xff;
      switch (op) {
        case 0x08 -> lines.add(indent + name(aml) + " = " + value(aml));
        case 0x10 -> {
          ByteBuffer body = packaged(aml);
          lines.add(indent + "scope " + name(body));
          terms(body, indent + "  ", lines);
        }
        case 0x5b -> {
          assertThat(aml.get()).isEqualTo((byte) 0x82);
          ByteBuffer body = packaged(aml);
          lines.add(indent + "device " + name(body));
          terms(body, indent + "  ", lines);
        }
        default -> throw new AssertionError("op 0x" + Integer.toHexString(op));
      }
    }
  }

  private static ByteBuffer packaged(ByteBuffer aml) {
    int start = aml.position();
    int lead = aml.get() & 0xff;
    int more = lead >> 6;
    int length = more == 0 ? lead & 0x3f : lead & 0xf;
    for (int i = 0; i < more; i++) {
      length |= (aml.get() & 0xff) << 4 + 8 * i;
    }
    int rest = length - (aml.position() - start);
    ByteBuffer body = aml.slice(aml.position(), rest).order(ByteOrder.LITTLE_ENDIAN);
    aml.position(start + length);
    return body;
  }

  private static String name(ByteBuffer aml) {
    byte[] name = new byte[aml.get(aml.position()) == '\\' ? 5 : 4];
    aml.get(name);
    String text = new String(name, StandardCharsets.US_ASCII);
    assertThat(text).matches("\\\\?[A-Z_][A-Z0-9_]{3}");
    return text;
  }

  private static String value(ByteBuffer aml) {
    int op = aml.get() & 0xff;
    return switch (op) {
      case 0, 1 -> Integer.toString(op);
      case 0x0a -> Integer.toString(aml.get() & 0xff);
      case 0x0c -> "0x" + Integer.toHexString(aml.getInt());
      case 0x0d -> {
        StringBuilder text = new StringBuilder();
        for (byte c = aml.get(); c != 0; c = aml.get()) {
          text.append((char) c);
        }
        yield text.toString();
      }
      case 0x11 -> resources(packaged(aml));
      case 0x12 -> {
        ByteBuffer body = packaged(aml);
        List<String> elements = new ArrayList<>();
        int count = body.get();
        while (body.hasRemaining()) {
          elements.add(value(body));
        }
        assertThat(elements).hasSize(count);
        yield elements.toString();
      }
      default -> throw new AssertionError("value 0x" + Integer.toHexString(op));
    };
  }

  private static String resources(ByteBuffer buffer) {
    int size = Integer.decode(value(buffer));
    assertThat(buffer.remaining()).isEqualTo(size);
    List<String> resources = new ArrayList<>();
    while (true) {
      int tag = buffer.get() & 0xff;
      int length = (tag & 0x80) == 0 ? tag & 7 : buffer.getShort();
      ByteBuffer body = buffer.slice(buffer.position(), length).order(ByteOrder.LITTLE_ENDIAN);
      buffer.position(buffer.position() + length);
      switch (tag) {
        case 0x79 -> {
          assertThat(buffer.hasRemaining()).isFalse();
          return String.join(", ", resources);
        }
        case 0x86 ->
            resources.add(
                "memory 0x%x 0x%x %d".formatted(body.getInt(1), body.getInt(5), body.get(0)));
        case 0x89 ->
            resources.add(
                "irq %d flags %d count %d".formatted(body.getInt(2), body.get(0), body.get(1)));
        case 0x47 ->
            resources.add(
                "ports 0x%x 0x%x %d".formatted(body.getShort(1), body.getShort(3), body.get(6)));
        default -> throw new AssertionError("resource 0x" + Integer.toHexString(tag));
      }
    }
  }
}
