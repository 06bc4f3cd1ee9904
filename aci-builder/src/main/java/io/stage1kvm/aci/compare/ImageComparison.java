package io.stage1kvm.aci.compare;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.aci.archive.SizeLimit;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Compares two images. The order of their entries and their compression are no difference.
public final class ImageComparison {
  private final Set<Ignored> ignored;

  /// What may differ all the same.
  public enum Ignored {
    /// Times of files.
    TIMES,
    /// Users and groups that own files.
    OWNERS
  }

  public ImageComparison(Set<Ignored> ignored) {
    this.ignored = Set.copyOf(ignored);
  }

  /// @return differences of the manifests, then of the trees, sorted by place; empty for none
  /// @throws AciException if an image cannot be read or breaks a rule of the layout
  public List<Difference> compare(Path first, Path second) throws AciException {
    return compare(first, second, SizeLimit.DEFAULT);
  }

  /// As [#compare(Path, Path)], with another bound on what each image may decompress to.
  public List<Difference> compare(Path first, Path second, SizeLimit limit) throws AciException {
    ImageContent one = ImageContent.read(first, limit);
    ImageContent other = ImageContent.read(second, limit);
    List<Difference> differences =
        new ArrayList<>(JsonComparison.compare(one.manifest(), other.manifest()));
    Set<String> names = new TreeSet<>(one.items().keySet());
    names.addAll(other.items().keySet());
    for (String name : names) {
      compare(ByteText.show(name), one.items().get(name), other.items().get(name), differences);
    }
    return differences;
  }

  private void compare(String name, Item one, Item other, List<Difference> differences) {
    if (one == null) {
      differences.add(new Difference(Difference.Kind.ADDED, name, other.kind()));
    } else if (other == null) {
      differences.add(new Difference(Difference.Kind.REMOVED, name, one.kind()));
    } else {
      one.differences(other, ignored)
          .forEach(text -> differences.add(new Difference(Difference.Kind.CHANGED, name, text)));
    }
  }
}
