package io.stage1kvm.aci.render;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.layout.EntryPath;
import io.stage1kvm.manifest.type.ImageID;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Which image each path of the rendered tree comes from. Asked about all entries, those of the
/// uppermost image first: what comes first stays.
final class RenderPlan {
  /// What is at a path.
  private static final class Place {
    /// Empty for a directory that no image names.
    private Optional<ImageID> image;

    private final boolean directory;

    /// Something that is no directory lies under this directory, in an image between: what still
    /// lower images have in it was gone before the directory came.
    private boolean covers;

    /// A directory that no whitelist names is made only if something is below it.
    private boolean kept;

    Place(Optional<ImageID> image, boolean directory, boolean kept) {
      this.image = image;
      this.directory = directory;
      this.kept = kept;
    }
  }

  private final Map<String, Place> places = new HashMap<>();

  /// Names of files in an image: from a hard link to what it is a name of.
  private final Map<ImageID, Map<String, String>> links = new HashMap<>();

  /// One pass over an image.
  final class Pass {
    private final ImageID image;
    private final Whitelist whitelist;
    private final Set<String> parents;
    private final Map<String, String> origins;

    private Pass(ImageID image, Whitelist whitelist) {
      this.image = image;
      this.whitelist = whitelist;
      this.parents = whitelist.parents();
      this.origins = links.computeIfAbsent(image, id -> new LinkedHashMap<>());
    }

    /// @param entry in the rootfs, or it
    void consider(AciEntry entry, EntryPath path) {
      String name = path.toString();
      boolean directory = entry instanceof AciEntry.Directory;
      if (entry instanceof AciEntry.HardLink link) {
        String target = EntryPath.of(link.target()).toString();
        origins.put(name, origins.getOrDefault(target, target));
      }
      boolean allowed = whitelist.allows(name);
      if (allowed || directory && parents.contains(name)) {
        place(name, directory, allowed);
      }
    }

    private void place(String name, boolean directory, boolean allowed) {
      Place there = places.get(name);
      if (there == null) {
        if (isHidden(name)) {
          return;
        }
        there = new Place(Optional.of(image), directory, false);
        places.put(name, there);
        addParents(name);
      } else if (there.directory && !directory) {
        there.covers |= allowed && !isHidden(name);
      } else if (directory && there.image.isEmpty() && !there.covers && !isHidden(name)) {
        there.image = Optional.of(image);
      }
      if (allowed && there.directory == directory) {
        there.kept = true;
        keepParents(name);
      }
    }

    /// An image need not name the directories that its entries lie in.
    private void addParents(String name) {
      for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
        String parent = name.substring(0, slash);
        if (places.containsKey(parent)) {
          return;
        }
        places.put(parent, new Place(Optional.empty(), true, false));
      }
    }
  }

  Pass pass(Layer layer) {
    return new Pass(layer.image().id(), layer.whitelist());
  }

  /// Whether a link or a file stands in the way, or stood there before a directory came above it.
  private boolean isHidden(String name) {
    for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
      Place above = places.get(name.substring(0, slash));
      if (above != null && (!above.directory || above.covers)) {
        return true;
      }
    }
    return false;
  }

  private void keepParents(String name) {
    for (int slash = name.lastIndexOf('/'); slash > 0; slash = name.lastIndexOf('/', slash - 1)) {
      places.get(name.substring(0, slash)).kept = true;
    }
  }

  /// Whether the path is to be made, from this image.
  boolean takes(String name, ImageID image) {
    Place place = places.get(name);
    return place != null && place.kept && place.image.equals(Optional.of(image));
  }

  /// @return what each hard link of the image is a name of, in the image's order
  Map<String, String> origins(ImageID image) {
    return links.getOrDefault(image, Map.of());
  }
}
