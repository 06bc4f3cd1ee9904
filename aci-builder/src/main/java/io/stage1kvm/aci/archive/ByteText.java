package io.stage1kvm.aci.archive;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/// File names as strings that keep every byte.
///
/// Linux file names are bytes, mostly but not always UTF-8. Valid UTF-8 becomes the text it stands
/// for; a byte `0xNN` that is not part of valid UTF-8 becomes the lone surrogate `U+DCNN`, which
/// no valid UTF-8 decodes to. So `encode(decode(bytes))` gives the same bytes, always.
public final class ByteText {
  private static final char ESCAPE = '\uDC00';
  private static final char REPLACEMENT = '\uFFFD';

  private ByteText() {}

  /// @return the text of the bytes, with surrogates for what is not UTF-8
  public static String decode(byte[] bytes) {
    return decode(bytes, 0, bytes.length);
  }

  /// @return the text of the given part of the bytes
  public static String decode(byte[] bytes, int offset, int length) {
    String text = new String(bytes, offset, length, UTF_8);
    return text.indexOf(REPLACEMENT) < 0 ? text : decodeLossless(bytes, offset, length);
  }

  private static String decodeLossless(byte[] bytes, int offset, int length) {
    CharsetDecoder decoder =
        UTF_8
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer in = ByteBuffer.wrap(bytes, offset, length);
    CharBuffer out = CharBuffer.allocate(length);
    while (decoder.decode(in, out, true).isError()) {
      out.put((char) (ESCAPE | in.get() & 0xff));
      decoder.reset();
    }
    return out.flip().toString();
  }

  /// @return the bytes that the text was decoded from
  public static byte[] encode(String text) {
    return isUtf8(text) ? text.getBytes(UTF_8) : encodeLossless(text);
  }

  private static byte[] encodeLossless(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length() * 2);
    text.codePoints()
        .forEach(
            point -> {
              if (isEscape(point)) {
                out.write(point & 0xff);
              } else {
                out.writeBytes(Character.toString(point).getBytes(UTF_8));
              }
            });
    return out.toByteArray();
  }

  /// @return whether the text stands for valid UTF-8
  public static boolean isUtf8(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isHighSurrogate(c) && i + 1 < text.length()) {
        i++;
      } else if (isEscape(c)) {
        return false;
      }
    }
    return true;
  }

  /// @return the text for people: control characters and bytes that are not UTF-8 as `\xNN`, so
  ///     that no name can write to a terminal
  public static String show(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            point -> {
              if (isEscape(point) || Character.isISOControl(point)) {
                out.append(String.format("\\x%02x", point & 0xff));
              } else {
                out.appendCodePoint(point);
              }
            });
    return out.toString();
  }

  private static boolean isEscape(int point) {
    return point >= (ESCAPE | 0x80) && point <= (ESCAPE | 0xff);
  }
}
