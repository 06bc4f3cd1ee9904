package io.stage1kvm.aci.convert;

import io.stage1kvm.aci.archive.AciEntry;
import java.util.ArrayList;
import java.util.List;

/// Something of a layer that is no directory, under whichever names it has in the end.
final class Inode {
  private final AciEntry entry;
  private final int layer;
  private final int ordinal;
  private byte[] text;

  /// Filled when the tree is complete.
  private List<String> names = List.of();

  /// @param ordinal the number of the entry in its layer
  Inode(AciEntry entry, int layer, int ordinal) {
    this.entry = entry;
    this.layer = layer;
    this.ordinal = ordinal;
  }

  AciEntry entry() {
    return entry;
  }

  int layer() {
    return layer;
  }

  int ordinal() {
    return ordinal;
  }

  /// The content, if it was kept.
  byte[] text() {
    return text == null ? new byte[0] : text;
  }

  void keep(byte[] content) {
    text = content;
  }

  List<String> names() {
    return names;
  }

  void clearNames() {
    names = List.of();
  }

  void addName(String name) {
    if (names.isEmpty()) {
      names = List.of(name);
    } else {
      names = new ArrayList<>(names);
      names.add(name);
    }
  }
}
