package io.stage1kvm.aci.convert;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.manifest.type.AbsolutePath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// All paths of a tree: how an image says that some files of its dependencies are gone.
final class Whitelist {
  private Whitelist() {}

  static List<AbsolutePath> of(Node root) throws AciException {
    List<AbsolutePath> paths = new ArrayList<>();
    add("", root, paths);
    // An empty list would mean everything.
    return paths.isEmpty() ? List.of(new AbsolutePath("/")) : paths;
  }

  private static void add(String name, Node directory, List<AbsolutePath> paths)
      throws AciException {
    for (Map.Entry<String, Node> child : directory.children().entrySet()) {
      String path = name + "/" + child.getKey();
      if (!ByteText.isUtf8(path)) {
        throw AciException.malformed(
            "no whitelist can have '%s', which is not UTF-8\nhint: convert it without --layers"
                .formatted(ByteText.show(path)));
      }
      paths.add(new AbsolutePath(path));
      add(path, child.getValue(), paths);
    }
  }
}
