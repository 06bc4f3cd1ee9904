package io.stage1kvm.aci.render;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciReader;
import io.stage1kvm.aci.extract.TreeSink;
import io.stage1kvm.aci.layout.EntryPath;
import io.stage1kvm.manifest.type.ImageID;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/// Makes what one image contributes.
///
/// A file may have several names of which only some are taken. If its first one is not, the first
/// that is stands in for it.
final class LayerWriter {
  private final RenderPlan plan;
  private final ImageID image;
  private final TreeSink sink;
  private final Map<String, String> standIns = new HashMap<>();

  LayerWriter(RenderPlan plan, ImageID image, TreeSink sink) {
    this.plan = plan;
    this.image = image;
    this.sink = sink;
    plan.origins(image)
        .forEach(
            (link, origin) -> {
              if (plan.takes(link, image) && !plan.takes(origin, image)) {
                standIns.putIfAbsent(origin, link);
              }
            });
  }

  void write(AciEntry entry, EntryPath path, AciReader reader) throws IOException {
    String name = path.toString();
    if (entry instanceof AciEntry.HardLink link) {
      writeLink(link, name, reader);
    } else if (plan.takes(name, image)) {
      sink.add(entry, reader);
    } else if (standIns.containsKey(name)) {
      sink.add(renamed(entry, standIns.get(name)), reader);
    }
  }

  private void writeLink(AciEntry.HardLink link, String name, AciReader reader) throws IOException {
    String origin = plan.origins(image).get(name);
    String first = standIns.getOrDefault(origin, origin);
    if (plan.takes(name, image) && !name.equals(first)) {
      sink.add(new AciEntry.HardLink(name, link.attributes(), first), reader);
    }
  }

  private static AciEntry renamed(AciEntry entry, String name) {
    return switch (entry) {
      case AciEntry.File f -> new AciEntry.File(name, f.attributes(), f.map());
      case AciEntry.Symlink l -> new AciEntry.Symlink(name, l.attributes(), l.target());
      case AciEntry.CharDevice d ->
          new AciEntry.CharDevice(name, d.attributes(), d.major(), d.minor());
      case AciEntry.BlockDevice d ->
          new AciEntry.BlockDevice(name, d.attributes(), d.major(), d.minor());
      case AciEntry.Directory d -> throw new IllegalStateException("a link to a directory: " + d);
      case AciEntry.HardLink l -> throw new IllegalStateException("a link to a link: " + l);
      case AciEntry.Fifo f -> throw new IllegalStateException("a fifo passed the rules: " + f);
    };
  }
}
