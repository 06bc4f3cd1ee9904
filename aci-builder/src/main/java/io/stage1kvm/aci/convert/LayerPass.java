package io.stage1kvm.aci.convert;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.aci.convert.SourceImage.SourceLayer;
import io.stage1kvm.aci.layout.EntryPath;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Reads layers into the tree.
final class LayerPass {
  /// Tables of users and groups; real ones have a few kilobytes.
  private static final int MAX_TABLE = 1 << 20;

  private static final List<String> TABLES = List.of("etc/passwd", "etc/group");

  private final SourceFiles files;
  private final Bound bound;
  private final Consumer<String> warnings;
  private final LayerTree tree = new LayerTree();

  LayerPass(SourceFiles files, Bound bound, Consumer<String> warnings) {
    this.files = files;
    this.bound = bound;
    this.warnings = warnings;
  }

  LayerTree tree() {
    return tree;
  }

  void read(SourceLayer layer) throws IOException {
    tree.beginLayer();
    try (LayerStream stream = LayerStream.open(files, layer, bound)) {
      for (Optional<AciEntry> next = stream.next(); next.isPresent(); next = stream.next()) {
        bound.addEntry(next.get());
        add(next.get(), stream);
      }
      stream.verify();
    } catch (IOException e) {
      throw AciException.cannot("read", "layer", layer.file(), e);
    }
  }

  private void add(AciEntry entry, LayerStream stream) throws IOException {
    Optional<Inode> inode = tree.add(entry);
    if (inode.isPresent() && entry instanceof AciEntry.File file) {
      if (TABLES.contains(EntryPath.of(file.name()).toString()) && file.size() <= MAX_TABLE) {
        inode.get().keep(stream.readAll(MAX_TABLE));
      }
    } else if (inode.isPresent() && entry instanceof AciEntry.Fifo fifo) {
      warnings.accept(
          "left out fifo '%s', which no image may have".formatted(ByteText.show(fifo.name())));
    }
  }
}
