package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.type.ManifestRule;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/// Bytes to text.
final class Utf8 {
  private Utf8() {}

  /// Fills the text as far as it is good.
  ///
  /// @return why the bytes are no document, or null
  static Problem decode(byte[] json, CharBuffer text) {
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult result = decoder.decode(ByteBuffer.wrap(json), text, true);
    CharBuffer read = text.duplicate().flip();
    if (result.isError()) {
      return Problem.at(
          JsonPath.ROOT,
          Position.of(read, read.length()),
          ManifestRule.JSON_REPLACED,
          "document must be UTF-8");
    }
    if (!read.isEmpty() && read.charAt(0) == '\ufeff') {
      return Problem.at(
          JsonPath.ROOT,
          new Position(1, 1),
          ManifestRule.JSON_ENCODING,
          "document must not begin with a byte order mark");
    }
    return null;
  }
}
