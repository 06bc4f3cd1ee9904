package io.stage1kvm.aci.archive;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The records of pax extended headers, `<length> <key>=<value>\n` each (POSIX.1-2017, pax).
///
/// Values are bytes: xattrs are binary, and names need not be UTF-8. Later records replace earlier
/// ones; an empty value takes a record away
/// (but an xattr may well be empty).
final class PaxRecords {
  static final String PATH = "path";
  static final String LINK_PATH = "linkpath";
  static final String SIZE = "size";
  static final String UID = "uid";
  static final String GID = "gid";
  static final String MTIME = "mtime";
  static final String XATTR = "SCHILY.xattr.";
  static final String SPARSE_NAME = "GNU.sparse.name";
  static final String SPARSE_MAP = "GNU.sparse.map";
  static final String SPARSE_SIZE = "GNU.sparse.size";
  static final String SPARSE_REAL_SIZE = "GNU.sparse.realsize";
  static final String SPARSE_MAJOR = "GNU.sparse.major";
  static final String SPARSE_MINOR = "GNU.sparse.minor";
  private static final String SPARSE = "GNU.sparse.";

  /// Version 0.0 of sparse files has these once for each piece.
  private static final String SPARSE_OFFSET = "GNU.sparse.offset";

  private static final String SPARSE_LENGTH = "GNU.sparse.numbytes";
  private static final String XATTR_BASE64 = "LIBARCHIVE.xattr.";

  private final Map<String, byte[]> records;

  private PaxRecords(Map<String, byte[]> records) {
    this.records = records;
  }

  static PaxRecords none() {
    return new PaxRecords(new LinkedHashMap<>());
  }

  /// @return a copy with the records of a header's content put over these
  PaxRecords with(byte[] content) throws AciException {
    Map<String, byte[]> merged = new LinkedHashMap<>(records);
    ByteArrayOutputStream sparse = new ByteArrayOutputStream();
    int at = 0;
    while (at < content.length) {
      int space = indexOf(content, ' ', at);
      int end = at + recordLength(content, at, space);
      int equals = indexOf(content, '=', space + 1);
      if (end > content.length || equals >= end || content[end - 1] != '\n') {
        throw corrupt();
      }
      String key = ByteText.decode(content, space + 1, equals - space - 1);
      byte[] value = Arrays.copyOfRange(content, equals + 1, end - 1);
      if (key.equals(SPARSE_OFFSET) || key.equals(SPARSE_LENGTH)) {
        addSparse(sparse, value);
      } else if (value.length == 0 && !key.startsWith(XATTR)) {
        merged.remove(key);
      } else {
        merged.put(key, value);
      }
      at = end;
    }
    if (sparse.size() > 0) {
      merged.put(SPARSE_MAP, sparse.toByteArray());
    }
    return new PaxRecords(merged);
  }

  /// Makes version 0.0 the list that version 0.1 has: `offset,length,offset,length…`.
  private static void addSparse(ByteArrayOutputStream sparse, byte[] value) {
    if (sparse.size() > 0) {
      sparse.write(',');
    }
    sparse.writeBytes(value);
  }

  private static int recordLength(byte[] content, int at, int space) throws AciException {
    if (space == at || space - at > 7) {
      throw corrupt();
    }
    int length = 0;
    for (int i = at; i < space; i++) {
      int digit = content[i] - '0';
      if (digit < 0 || digit > 9) {
        throw corrupt();
      }
      length = length * 10 + digit;
    }
    // At least one byte of key, '=' and the line end follow the space.
    if (length < space - at + 4) {
      throw corrupt();
    }
    return length;
  }

  private static int indexOf(byte[] content, char wanted, int from) throws AciException {
    for (int i = from; i < content.length; i++) {
      if (content[i] == wanted) {
        return i;
      }
    }
    throw corrupt();
  }

  /// @return the text of a record: bytes kept, NUL refused
  Optional<String> text(String key) throws AciException {
    byte[] value = records.get(key);
    if (value == null) {
      return Optional.empty();
    }
    String text = ByteText.decode(value);
    if (text.indexOf('\0') >= 0) {
      throw AciException.malformed("pax record '%s' has a NUL byte".formatted(key));
    }
    return Optional.of(text);
  }

  /// @return the value of a decimal record, or `otherwise`
  long number(String key, long otherwise) throws AciException {
    Optional<String> text = text(key);
    try {
      return text.isPresent() ? Long.parseLong(text.get()) : otherwise;
    } catch (NumberFormatException e) {
      throw notANumber(key, text.get(), e);
    }
  }

  /// @return the time of a record in seconds with any fraction, cut to nanoseconds
  Optional<Instant> time(String key) throws AciException {
    Optional<String> text = text(key);
    try {
      return text.isPresent() ? Optional.of(PaxTime.parse(text.get())) : Optional.empty();
    } catch (NumberFormatException e) {
      throw notANumber(key, text.get(), e);
    }
  }

  private static AciException notANumber(String key, String text, Throwable cause) {
    return AciException.malformed(
        "pax record '%s' is not a number: '%s'".formatted(key, ByteText.show(text)), cause);
  }

  /// @return whether a record tells that the content is the pieces of a sparse file
  boolean sparse() {
    return records.keySet().stream().anyMatch(key -> key.startsWith(SPARSE));
  }

  /// @return extended attributes as star, GNU tar and Go write them, and as libarchive does
  List<Xattr> xattrs() throws AciException {
    Map<String, Xattr> found = new LinkedHashMap<>();
    for (Map.Entry<String, byte[]> record : records.entrySet()) {
      String key = record.getKey();
      if (key.startsWith(XATTR_BASE64)) {
        Xattr xattr = fromBase64(key.substring(XATTR_BASE64.length()), record.getValue());
        found.putIfAbsent(xattr.name(), xattr);
      } else if (key.startsWith(XATTR)) {
        Xattr xattr = xattr(key.substring(XATTR.length()), record.getValue());
        found.put(xattr.name(), xattr);
      }
    }
    return new ArrayList<>(found.values());
  }

  private static Xattr fromBase64(String name, byte[] value) throws AciException {
    try {
      // URLDecoder also turns '+' into a space; libarchive leaves '+' as it is.
      String decoded = URLDecoder.decode(name.replace("+", "%2B"), StandardCharsets.UTF_8);
      String text = new String(value, US_ASCII).replace("=", "");
      return xattr(decoded, Base64.getDecoder().decode(text));
    } catch (IllegalArgumentException e) {
      throw AciException.malformed("xattr '%s' is corrupt".formatted(ByteText.show(name)), e);
    }
  }

  private static Xattr xattr(String name, byte[] value) throws AciException {
    if (name.isEmpty() || name.indexOf('\0') >= 0) {
      throw AciException.malformed("xattr '%s' is corrupt".formatted(ByteText.show(name)));
    }
    return new Xattr(name, value);
  }

  /// Adds a record to a header's content. The length at its start counts its own digits.
  static void write(ByteArrayOutputStream content, String key, byte[] value) {
    byte[] name = ByteText.encode(key);
    int rest = name.length + value.length + 3;
    int length = rest + String.valueOf(rest).length();
    if (String.valueOf(length).length() > String.valueOf(rest).length()) {
      length++;
    }
    content.writeBytes((length + " ").getBytes(US_ASCII));
    content.writeBytes(name);
    content.write('=');
    content.writeBytes(value);
    content.write('\n');
  }

  private static AciException corrupt() {
    return AciException.malformed("a pax header is corrupt");
  }
}
