package io.stage1kvm.sys;

import java.nio.charset.StandardCharsets;

/// An entry of a directory.
///
/// @param name the bytes of the name; they need not be UTF-8
/// @param type `DT_*`, which a file system may leave at `DT_UNKNOWN`
public record DirectoryEntry(byte[] name, int type, long ino) {

  /// The name as UTF-8; bytes that are not become U+FFFD.
  public String text() {
    return new String(name, StandardCharsets.UTF_8);
  }
}
