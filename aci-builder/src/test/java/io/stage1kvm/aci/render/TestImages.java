package io.stage1kvm.aci.render;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.SizeLimit;
import io.stage1kvm.aci.archive.TarBytes;
import io.stage1kvm.aci.store.ImageStore;
import io.stage1kvm.aci.store.StoredImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Images in a few words: `d/` is a directory, `f=1` a file with content, `l->t` a symlink, `h=>f`
/// a hard link.
final class TestImages {
  private final ImageStore store;

  TestImages(ImageStore store) {
    this.store = store;
  }

  /// @param dependencies names, or JSON objects
  StoredImage add(String name, List<String> dependencies, List<String> whitelist, String... entries)
      throws AciException {
    byte[] archive = archive(manifest(name, dependencies, whitelist), entries);
    return store.add(new ByteArrayInputStream(archive), "test", SizeLimit.DEFAULT);
  }

  StoredImage add(String name, String... entries) throws AciException {
    return add(name, List.of(), List.of(), entries);
  }

  static String manifest(String name, List<String> dependencies, List<String> whitelist) {
    List<String> objects = new ArrayList<>();
    for (String d : dependencies) {
      objects.add(d.startsWith("{") ? d : "{\"imageName\":\"" + d + "\"}");
    }
    List<String> paths = whitelist.stream().map(p -> '"' + p + '"').toList();
    return """
        {"acKind":"ImageManifest","acVersion":"0.8.11","name":"%s","dependencies":[%s],
        "pathWhitelist":[%s]}
        """
        .formatted(name, String.join(",", objects), String.join(",", paths));
  }

  static byte[] archive(String manifest, String... entries) {
    TarBytes archive =
        new TarBytes().entry("manifest", '0', "", manifest.getBytes(UTF_8)).directory("rootfs/");
    for (String entry : entries) {
      put(archive, entry);
    }
    return archive.end();
  }

  private static void put(TarBytes archive, String entry) {
    int at = entry.replace("->", "\0\0").replace("=>", "\0\0").replace('=', '\0').indexOf('\0');
    String name = "rootfs/" + (at < 0 ? entry : entry.substring(0, at));
    if (at < 0) {
      archive.directory(name);
    } else if (entry.startsWith("->", at)) {
      archive.symlink(name, entry.substring(at + 2));
    } else if (entry.startsWith("=>", at)) {
      archive.hardLink(name, "rootfs/" + entry.substring(at + 2));
    } else {
      archive.file(name, entry.substring(at + 1));
    }
  }

  /// @return what is in a rendered rootfs, sorted, in the same words. Hard links are files
  static List<String> describe(Path target) throws IOException {
    Path rootfs = target.resolve("rootfs");
    List<String> found = new ArrayList<>();
    try (Stream<Path> tree = Files.walk(rootfs)) {
      for (Path path : tree.skip(1).sorted().toList()) {
        String name = rootfs.relativize(path).toString();
        if (Files.isSymbolicLink(path)) {
          found.add(name + "->" + Files.readSymbolicLink(path));
        } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
          found.add(name + "/");
        } else {
          found.add(name + "=" + Files.readString(path));
        }
      }
    }
    return found;
  }
}
