package io.stage1kvm.stage0;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// What tells that a file has not changed since it was last read: nobody but the kernel sets a
/// change time, so the same inode with the same one has the same content.
///
/// @param key a file name
record FileIdentity(String key) {
  static FileIdentity of(Path file) throws IOException {
    Map<String, Object> facts =
        Files.readAttributes(file, "unix:dev,ino,size,lastModifiedTime,ctime");
    return new FileIdentity(
        "%s-%s-%s-%s-%s"
            .formatted(
                facts.get("dev"),
                facts.get("ino"),
                facts.get("size"),
                facts.get("lastModifiedTime"),
                facts.get("ctime"))
            .replaceAll("[^0-9A-Za-z.-]", "_"));
  }
}
