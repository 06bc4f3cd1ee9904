package io.stage1kvm.aci.convert;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.Attributes;
import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.aci.layout.EntryPath;
import io.stage1kvm.aci.layout.PortableXattrs;
import java.util.List;
import java.util.Optional;

/// The tree that layers make when they are put on each other (OCI image specification,
/// `layer.md`), as names alone.
///
/// As the tools that unpack layers do, links on the way to an entry are followed, inside the tree;
/// the last part of a name never is.
final class LayerTree {
  private static final String WHITEOUT = ".wh.";
  private static final String OPAQUE = ".wh..wh..opq";

  /// What aufs keeps for itself.
  private static final String AUFS = ".wh..wh.";

  private final Node root = Node.directory(0);
  private final PathResolver resolver = new PathResolver(root);
  private int layer = -1;
  private int ordinal;
  private boolean removed;

  Node root() {
    return root;
  }

  void beginLayer() {
    layer++;
    ordinal = -1;
    removed = false;
  }

  int layer() {
    return layer;
  }

  /// @return whether the current layer took away anything of those below it
  boolean removedAnything() {
    return removed;
  }

  /// Adds the next entry of the current layer.
  ///
  /// @return what was made of it, if its content may be of use
  Optional<Inode> add(AciEntry entry) throws AciException {
    ordinal++;
    EntryPath path = path("entry", entry.name());
    if (path.isTop()) {
      if (entry instanceof AciEntry.Directory) {
        root.describe(portable(entry.attributes()), layer);
      }
      return Optional.empty();
    }
    if (path.last().startsWith(WHITEOUT)) {
      whiteOut(path);
      return Optional.empty();
    }
    Node parent = resolver.directory(path, layer);
    return switch (entry) {
      case AciEntry.Directory directory -> {
        putDirectory(parent, path.last(), directory);
        yield Optional.empty();
      }
      case AciEntry.HardLink link -> {
        put(parent, path.last(), Node.leaf(target(link), layer));
        yield Optional.empty();
      }
      default -> {
        Inode inode = new Inode(entry, layer, ordinal);
        put(parent, path.last(), Node.leaf(inode, layer));
        yield Optional.of(inode);
      }
    };
  }

  private static EntryPath path(String what, String name) throws AciException {
    try {
      return EntryPath.of(name);
    } catch (IllegalArgumentException e) {
      String reason = name.startsWith("/") ? "has an absolute name" : "has '..' in its name";
      throw AciException.malformed("%s '%s' %s".formatted(what, ByteText.show(name), reason), e);
    }
  }

  static Attributes portable(Attributes attributes) {
    return new Attributes(
        attributes.mode(),
        attributes.uid(),
        attributes.gid(),
        attributes.mtime(),
        attributes.xattrs().stream().filter(x -> PortableXattrs.contains(x.name())).toList());
  }

  private void putDirectory(Node parent, String name, AciEntry.Directory directory) {
    Node there = parent.children().get(name);
    if (there == null || !there.isDirectory()) {
      there = Node.directory(layer);
      parent.children().put(name, there);
    }
    there.describe(portable(directory.attributes()), layer);
  }

  private void put(Node parent, String name, Node node) {
    Node before = parent.children().put(name, node);
    removed |= before != null && before.isDirectory() && !before.children().isEmpty();
  }

  private Inode target(AciEntry.HardLink link) throws AciException {
    EntryPath path = path("hard link '%s' to".formatted(ByteText.show(link.name())), link.target());
    Optional<Node> parent = path.isTop() ? Optional.empty() : resolver.find(path);
    Node target = parent.map(p -> p.children().get(path.last())).orElse(null);
    if (target == null || target.isDirectory()) {
      throw AciException.malformed(
          "hard link '%s' to '%s' does not name an earlier file"
              .formatted(ByteText.show(link.name()), ByteText.show(link.target())));
    }
    return target.inode();
  }

  private void whiteOut(EntryPath path) throws AciException {
    Optional<Node> parent = resolver.find(path);
    if (path.last().equals(OPAQUE)) {
      parent.ifPresent(this::removeChildren);
      return;
    }
    String name = path.last().substring(WHITEOUT.length());
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      throw AciException.malformed(
          "whiteout '%s' names no file".formatted(ByteText.show(path.toString())));
    }
    if (!path.last().startsWith(AUFS) && parent.isPresent()) {
      Node node = parent.get().children().get(name);
      if (node != null && removeLower(node)) {
        parent.get().children().remove(name);
      }
    }
  }

  private void removeChildren(Node directory) {
    directory.children().values().removeIf(this::removeLower);
  }

  /// Takes away what lower layers put there.
  ///
  /// @return whether nothing is left of it
  private boolean removeLower(Node node) {
    removeChildren(node);
    boolean gone = node.layer() < layer && node.children().isEmpty();
    removed |= gone;
    return gone;
  }

  /// @return the content of a file that was kept, by a path without links in it
  byte[] text(List<String> parts) {
    Node node = root;
    for (String part : parts) {
      node = node.children().get(part);
      if (node == null) {
        return new byte[0];
      }
    }
    return node.isDirectory() ? new byte[0] : node.inode().text();
  }
}
