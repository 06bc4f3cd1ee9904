package io.stage1kvm.aci.convert;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.AciWriter;
import io.stage1kvm.aci.archive.Attributes;
import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.aci.convert.SourceImage.SourceLayer;
import io.stage1kvm.aci.layout.AciLayout;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntPredicate;

/// Writes the tree, or what one layer has of it: manifest, directories, everything small, and the
/// files in the order of the layers, which are read once more.
final class TreeImage {
  private static final int MANIFEST_MODE = 0644;

  private final SourceFiles files;
  private final AciWriter writer;
  private final IntPredicate layers;
  private final List<Inode> inodes = new ArrayList<>();

  /// @param layers which layers' part of the tree is written
  TreeImage(SourceFiles files, AciWriter writer, IntPredicate layers) {
    this.files = files;
    this.writer = writer;
    this.layers = layers;
  }

  /// @param sources of the tree's layers, lowest first
  void write(byte[] manifest, Node root, List<SourceLayer> sources) throws IOException {
    Attributes plain = new Attributes(MANIFEST_MODE, 0, 0, root.attributes().mtime(), List.of());
    writer.put(
        new AciEntry.File(AciLayout.MANIFEST, plain, manifest.length),
        new ByteArrayInputStream(manifest));
    clear(root);
    writer.put(new AciEntry.Directory(AciLayout.ROOTFS + "/", root.attributes()));
    writeDirectories(AciLayout.ROOTFS, root);
    Map<Integer, Map<Integer, Inode>> byLayer = new HashMap<>();
    for (Inode inode : inodes) {
      if (inode.entry() instanceof AciEntry.File) {
        byLayer.computeIfAbsent(inode.layer(), key -> new HashMap<>()).put(inode.ordinal(), inode);
      } else {
        writer.put(renamed(inode));
        writeLinks(inode);
      }
    }
    for (int i = 0; i < sources.size(); i++) {
      if (byLayer.containsKey(i)) {
        writeFiles(sources.get(i), byLayer.get(i));
      }
    }
  }

  private static void clear(Node node) {
    for (Node child : node.children().values()) {
      if (child.isDirectory()) {
        clear(child);
      } else {
        child.inode().clearNames();
      }
    }
  }

  private void writeDirectories(String name, Node directory) throws IOException {
    for (Map.Entry<String, Node> child : directory.children().entrySet()) {
      String childName = name + "/" + child.getKey();
      Node node = child.getValue();
      if (node.isDirectory()) {
        if (layers.test(node.layer())) {
          writer.put(new AciEntry.Directory(childName + "/", node.attributes()));
        }
        writeDirectories(childName, node);
      } else if (layers.test(node.layer()) && !(node.inode().entry() instanceof AciEntry.Fifo)) {
        note(childName, node.inode());
      }
    }
  }

  private void note(String name, Inode inode) throws AciException {
    if (!layers.test(inode.layer())) {
      throw AciException.malformed(
          "'%s' is linked to a file of another layer\nhint: convert it without --layers"
              .formatted(ByteText.show(name)));
    }
    if (inode.names().isEmpty()) {
      inodes.add(inode);
    }
    inode.addName(name);
  }

  private void writeFiles(SourceLayer layer, Map<Integer, Inode> wanted) throws IOException {
    try (LayerStream stream = LayerStream.open(files, layer, Bound.none())) {
      int ordinal = 0;
      for (Optional<AciEntry> next = stream.next(); next.isPresent(); next = stream.next()) {
        Inode inode = wanted.remove(ordinal++);
        if (inode != null) {
          writeFile(inode, next.get(), stream);
        }
      }
      if (!wanted.isEmpty()) {
        throw changed();
      }
    } catch (IOException e) {
      throw AciException.cannot("read", "layer", layer.file(), e);
    }
  }

  private void writeFile(Inode inode, AciEntry entry, LayerStream stream) throws IOException {
    AciEntry.File file = (AciEntry.File) renamed(inode);
    if (!(entry instanceof AciEntry.File again) || again.size() != file.size()) {
      throw changed();
    }
    writer.put(file, stream.content());
    writeLinks(inode);
  }

  private static AciException changed() {
    return AciException.malformed("it changed meanwhile");
  }

  private void writeLinks(Inode inode) throws IOException {
    Attributes attributes = LayerTree.portable(inode.entry().attributes());
    String first = inode.names().getFirst();
    for (String name : inode.names().subList(1, inode.names().size())) {
      writer.put(new AciEntry.HardLink(name, attributes, first));
    }
  }

  private static AciEntry renamed(Inode inode) {
    String name = inode.names().getFirst();
    Attributes attributes = LayerTree.portable(inode.entry().attributes());
    return switch (inode.entry()) {
      case AciEntry.File file -> new AciEntry.File(name, attributes, file.size());
      case AciEntry.Symlink link -> new AciEntry.Symlink(name, attributes, link.target());
      case AciEntry.CharDevice device ->
          new AciEntry.CharDevice(name, attributes, device.major(), device.minor());
      case AciEntry.BlockDevice device ->
          new AciEntry.BlockDevice(name, attributes, device.major(), device.minor());
      case AciEntry.Directory directory -> throw new IllegalStateException(name);
      case AciEntry.HardLink link -> throw new IllegalStateException(name);
      case AciEntry.Fifo fifo -> throw new IllegalStateException(name);
    };
  }
}
