package io.stage1kvm.aci.extract;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.AciReader;
import io.stage1kvm.aci.archive.Attributes;
import io.stage1kvm.aci.layout.AciLayout;
import io.stage1kvm.aci.layout.EntryPath;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A directory that one image or several are put into, entry by entry. Closed before
/// [#finish()], it is as it was before.
///
/// Whoever uses it lets no entry through that [io.stage1kvm.aci.layout.LayoutChecker] refuses, and
/// none whose name is there already. Should one slip through, the call on it or a later one fails.
public final class TreeSink implements AutoCloseable {
  private final Target target;
  private final TargetTree tree;
  private final Omissions omissions = new Omissions();
  private final FileQueue queue;
  private final EntryMaker maker;
  private boolean finished;

  private TreeSink(Target target, Ownership ownership) {
    this.target = target;
    AttributeSetter attributes = new AttributeSetter(ownership, omissions);
    this.queue = new FileQueue(new FileMaker(attributes));
    this.tree = new TargetTree(target.directory(), queue::close);
    this.maker = new EntryMaker(tree, queue, attributes, omissions);
  }

  /// @param target an empty directory, or the name of one that is not there yet
  public static TreeSink open(Path target, Ownership ownership) throws AciException {
    return new TreeSink(Target.open(target), ownership);
  }

  /// Makes one entry, unless it is the top itself.
  ///
  /// @param reader has given this entry last, and has its content if it is a file
  public void add(AciEntry entry, AciReader reader) throws IOException {
    EntryPath path = EntryPath.of(entry.name());
    if (!path.isTop()) {
      maker.make(entry, path, reader::readStored);
    }
  }

  /// Makes the manifest of other bytes than a reader's next ones.
  public void addManifest(byte[] json, Attributes attributes) throws IOException {
    AciEntry.File file = new AciEntry.File(AciLayout.MANIFEST, attributes, json.length);
    maker.make(file, EntryPath.of(file.name()), new ByteArrayInputStream(json)::read);
  }

  /// Completes the tree: directories get what they are to have.
  ///
  /// @return what was left out, one line each
  public List<String> finish() throws IOException {
    maker.finish();
    finished = true;
    return omissions.warnings();
  }

  @Override
  public void close() throws IOException {
    try (target) {
      try (queue) {
        tree.close();
      }
      if (!finished) {
        target.undo();
      }
    }
  }
}
