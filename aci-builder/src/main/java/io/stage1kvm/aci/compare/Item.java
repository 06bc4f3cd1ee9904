package io.stage1kvm.aci.compare;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.Attributes;
import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.aci.compare.ImageComparison.Ignored;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/// What an image has under a name.
///
/// @param entry as in the archive; for a hard link, the file that it names
/// @param content digest of a file's content, else empty
/// @param sameFile the other names of the same file, sorted
record Item(AciEntry entry, String content, List<String> sameFile) {
  String kind() {
    return entry.kind();
  }

  Item withLinks(List<String> names) {
    return new Item(entry, content, names);
  }

  List<String> differences(Item other, Set<Ignored> ignored) {
    List<String> found = new ArrayList<>();
    if (!kind().equals(other.kind())) {
      found.add("%s | %s".formatted(kind(), other.kind()));
      return found;
    }
    if (!what().equals(other.what())) {
      found.add("%s | %s".formatted(what(), other.what()));
    } else if (!content.equals(other.content)) {
      found.add("content differs");
    }
    if (!sameFile.equals(other.sameFile)) {
      found.add("linked with %s | %s".formatted(show(sameFile), show(other.sameFile)));
    }
    addAttributes(found, entry.attributes(), other.entry.attributes(), ignored);
    return found;
  }

  private static void addAttributes(
      List<String> found, Attributes one, Attributes other, Set<Ignored> ignored) {
    if (one.mode() != other.mode()) {
      found.add("mode %04o | %04o".formatted(one.mode(), other.mode()));
    }
    boolean sameOwner = one.uid() == other.uid() && one.gid() == other.gid();
    if (!sameOwner && !ignored.contains(Ignored.OWNERS)) {
      found.add("owner %d:%d | %d:%d".formatted(one.uid(), one.gid(), other.uid(), other.gid()));
    }
    if (!one.mtime().equals(other.mtime()) && !ignored.contains(Ignored.TIMES)) {
      found.add("time %s | %s".formatted(one.mtime(), other.mtime()));
    }
    if (!Objects.equals(one.xattrs(), other.xattrs())) {
      found.add("xattrs %s | %s".formatted(one.xattrs(), other.xattrs()));
    }
  }

  /// What its kind has beside attributes and content.
  private String what() {
    return switch (entry) {
      case AciEntry.File file -> file.size() + " bytes";
      case AciEntry.Symlink link -> "-> " + ByteText.show(link.target());
      case AciEntry.CharDevice device -> device.major() + "," + device.minor();
      case AciEntry.BlockDevice device -> device.major() + "," + device.minor();
      case AciEntry.HardLink link -> ByteText.show(link.target());
      case AciEntry.Directory directory -> "";
      case AciEntry.Fifo fifo -> "";
    };
  }

  private static String show(List<String> names) {
    return names.isEmpty()
        ? "nothing"
        : String.join(", ", names.stream().map(ByteText::show).toList());
  }
}
