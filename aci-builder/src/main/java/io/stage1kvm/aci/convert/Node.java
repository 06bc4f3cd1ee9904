package io.stage1kvm.aci.convert;

import io.stage1kvm.aci.archive.Attributes;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A name in the tree: a directory with children, or something else.
final class Node {
  /// Of a directory that no layer describes.
  private static final Attributes IMPLIED = new Attributes(0755, 0, 0, Instant.EPOCH, List.of());

  private final Inode inode;
  private final Map<String, Node> children;
  private Attributes attributes = IMPLIED;
  private int layer;

  private Node(Inode inode, Map<String, Node> children, int layer) {
    this.inode = inode;
    this.children = children;
    this.layer = layer;
  }

  static Node directory(int layer) {
    return new Node(null, new TreeMap<>(), layer);
  }

  static Node leaf(Inode inode, int layer) {
    return new Node(inode, Map.of(), layer);
  }

  boolean isDirectory() {
    return inode == null;
  }

  /// Of what is no directory.
  Inode inode() {
    return inode;
  }

  Map<String, Node> children() {
    return children;
  }

  /// Of a directory.
  Attributes attributes() {
    return attributes;
  }

  void describe(Attributes attributes, int layer) {
    this.attributes = attributes;
    this.layer = layer;
  }

  /// The layer that says last what it is.
  int layer() {
    return layer;
  }
}
