package io.stage1kvm.aci.layout;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.aci.layout.Places.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Judges the entries of one image, in their order.
///
/// What it lets through can be made below an empty directory without ever following a link: no
/// name is used twice, everything above an entry is a directory, hard links name what is there
/// already.
public final class LayoutChecker {
  private final Places places = new Places();

  /// The directory of the entry before, where most often the next one lies too.
  private String lastDirectory = "";
  private boolean manifestSeen;
  private boolean rootfsSeen;

  /// @return what is wrong with the entry, the first thing only; empty if it may be extracted
  public Optional<Finding> check(AciEntry entry) {
    return checkName(entry.name()).or(() -> checkPlaced(entry, EntryPath.of(entry.name())));
  }

  /// @return what was missing, once all entries were checked
  public List<Finding> end() {
    List<Finding> findings = new ArrayList<>();
    if (!manifestSeen) {
      findings.add(new Finding(Rule.MANIFEST_PRESENT, "there is no file 'manifest' at the top"));
    }
    if (!rootfsSeen) {
      findings.add(new Finding(Rule.ROOTFS_PRESENT, "there is no directory 'rootfs' at the top"));
    }
    return findings;
  }

  private static Optional<Finding> checkName(String name) {
    if (EntryPath.isAbsolute(name)) {
      return found(Rule.NAME_RELATIVE, "entry '%s' has an absolute name".formatted(show(name)));
    }
    if (EntryPath.hasParent(name)) {
      return found(Rule.NAME_INSIDE, "entry '%s' has '..' in its name".formatted(show(name)));
    }
    return Optional.empty();
  }

  private Optional<Finding> checkPlaced(AciEntry entry, EntryPath path) {
    if (path.isTop()) {
      // "tar -c ." puts its own directory in; it says nothing about the image.
      return entry instanceof AciEntry.Directory
          ? Optional.empty()
          : found(Rule.TOP_LEVEL, "a %s has no name".formatted(entry.kind()));
    }
    Optional<Finding> finding =
        checkTop(entry, path)
            .or(() -> checkType(entry))
            .or(() -> checkParents(path))
            .or(() -> checkOnce(entry, path))
            .or(() -> checkHardLink(entry));
    if (finding.isEmpty()) {
      note(entry, path);
    }
    return finding;
  }

  private static Optional<Finding> checkTop(AciEntry entry, EntryPath path) {
    String top = path.parts().getFirst();
    boolean atTop = path.parts().size() == 1;
    if (!top.equals(AciLayout.MANIFEST) && !top.equals(AciLayout.ROOTFS)) {
      return found(
          Rule.TOP_LEVEL,
          "entry '%s' is neither 'manifest' nor in 'rootfs'".formatted(show(entry.name())));
    }
    if (atTop && top.equals(AciLayout.MANIFEST) && !(entry instanceof AciEntry.File)) {
      return found(Rule.MANIFEST_PRESENT, "'manifest' is a %s, not a file".formatted(entry.kind()));
    }
    if (atTop && top.equals(AciLayout.ROOTFS) && !(entry instanceof AciEntry.Directory)) {
      return found(
          Rule.ROOTFS_PRESENT, "'rootfs' is a %s, not a directory".formatted(entry.kind()));
    }
    return !atTop && top.equals(AciLayout.MANIFEST)
        ? found(Rule.TOP_LEVEL, "entry '%s' lies below a file".formatted(show(entry.name())))
        : Optional.empty();
  }

  private static Optional<Finding> checkType(AciEntry entry) {
    return entry instanceof AciEntry.Fifo
        ? found(
            Rule.ENTRY_TYPE,
            "entry '%s' is a fifo, which no image may have".formatted(show(entry.name())))
        : Optional.empty();
  }

  private Optional<Finding> checkParents(EntryPath path) {
    String name = path.toString();
    String directory = directoryOf(name);
    if (directory.equals(lastDirectory)) {
      return Optional.empty();
    }
    for (int slash = name.indexOf('/'); slash >= 0; slash = name.indexOf('/', slash + 1)) {
      String parent = name.substring(0, slash);
      Place place = places.get(parent);
      if (place != null && !place.isDirectory()) {
        return found(
            Rule.PARENT_DIRECTORY,
            "entry '%s' lies below '%s', which is a %s"
                .formatted(show(name), show(parent), place.kind()));
      }
    }
    return Optional.empty();
  }

  private static String directoryOf(String name) {
    return name.substring(0, Math.max(0, name.lastIndexOf('/')));
  }

  private Optional<Finding> checkOnce(AciEntry entry, EntryPath path) {
    String name = path.toString();
    Place known = places.get(name);
    if (known == null) {
      return Optional.empty();
    }
    if (known != Place.IMPLIED) {
      return found(Rule.NAME_ONCE, "entry '%s' is there twice".formatted(show(name)));
    }
    return entry instanceof AciEntry.Directory
        ? Optional.empty()
        : found(
            Rule.PARENT_DIRECTORY,
            "entry '%s' is a %s, but entries lie below it".formatted(show(name), entry.kind()));
  }

  private Optional<Finding> checkHardLink(AciEntry entry) {
    if (!(entry instanceof AciEntry.HardLink link)) {
      return Optional.empty();
    }
    String about = "hard link '%s' to '%s'".formatted(show(link.name()), show(link.target()));
    if (EntryPath.isAbsolute(link.target())
        || EntryPath.hasParent(link.target())
        || !EntryPath.of(link.target()).inRootfs()) {
      return found(Rule.HARD_LINK_INSIDE, about + " leads out of the rootfs");
    }
    String target = EntryPath.of(link.target()).toString();
    Place place = places.get(target);
    return place != null && !place.isDirectory()
        ? Optional.empty()
        : found(Rule.HARD_LINK_INSIDE, about + " does not name an earlier file");
  }

  private void note(AciEntry entry, EntryPath path) {
    String name = path.toString();
    int from = directoryOf(name).equals(lastDirectory) ? 0 : name.lastIndexOf('/');
    for (int slash = from; slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
      String parent = name.substring(0, slash);
      if (places.get(parent) != null) {
        break;
      }
      places.put(parent, Place.IMPLIED);
    }
    lastDirectory = directoryOf(name);
    places.put(name, place(entry));
    manifestSeen |= name.equals(AciLayout.MANIFEST);
    rootfsSeen |= name.equals(AciLayout.ROOTFS);
  }

  private static Place place(AciEntry entry) {
    return switch (entry) {
      case AciEntry.File e -> Place.FILE;
      case AciEntry.Directory e -> Place.DIRECTORY;
      case AciEntry.Symlink e -> Place.SYMLINK;
      case AciEntry.HardLink e -> Place.HARD_LINK;
      case AciEntry.CharDevice e -> Place.CHAR_DEVICE;
      case AciEntry.BlockDevice e -> Place.BLOCK_DEVICE;
      case AciEntry.Fifo e -> throw new IllegalStateException("a fifo passed the rules: " + e);
    };
  }

  private static String show(String name) {
    return ByteText.show(name);
  }

  private static Optional<Finding> found(Rule rule, String message) {
    return Optional.of(new Finding(rule, message));
  }
}
