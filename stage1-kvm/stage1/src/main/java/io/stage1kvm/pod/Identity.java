package io.stage1kvm.pod;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;

/// Who an app runs as.
///
/// @param uid the user
/// @param gid the group
/// @param groups the supplementary groups
record Identity(long uid, long gid, List<Long> groups) {
  /// Some 100,000 accounts.
  private static final int LARGEST = 4 << 20;

  /// Resolves the manifest's `user` and `group` in an app's root file system: `root`, a number, the
  /// owner of an absolute path, or a name in its /etc/passwd or /etc/group.
  ///
  /// @param groupFollowsUser a group that cannot be found is the user's id: so mean it images
  ///   converted from Docker whose user and group have one name
  static Identity resolve(
      String app,
      Path rootfs,
      String user,
      String group,
      List<Long> groups,
      boolean groupFollowsUser)
      throws PodException {
    long uid = id(app, rootfs, user, "user", "etc/passwd", "unix:uid");
    long gid;
    try {
      gid = id(app, rootfs, group, "group", "etc/group", "unix:gid");
    } catch (PodException e) {
      if (!groupFollowsUser || !group.equals(user)) {
        throw e;
      }
      gid = uid;
    }
    return new Identity(uid, gid, List.copyOf(groups));
  }

  private static long id(
      String app, Path rootfs, String name, String what, String file, String attribute)
      throws PodException {
    if (name.equals("root")) {
      return 0;
    }
    if (Accounts.number(name).isPresent()) {
      return Accounts.number(name).get();
    }
    try {
      if (name.startsWith("/")) {
        Path path = RootedPath.resolveParent(rootfs, name);
        return ((Number) Files.getAttribute(path, attribute, LinkOption.NOFOLLOW_LINKS)).longValue()
            & 0xFFFF_FFFFL;
      }
      OptionalLong id = Accounts.id(read(RootedPath.resolve(rootfs, file)), name);
      if (id.isPresent()) {
        return id.getAsLong();
      }
    } catch (NoSuchFileException e) {
      throw PodException.app(
          app,
          "cannot resolve %s '%s': /%s: no such file or directory"
              .formatted(what, name, name.startsWith("/") ? name.substring(1) : file));
    } catch (IOException e) {
      throw PodException.app(
          app, "cannot resolve %s '%s': %s".formatted(what, name, e.getMessage()));
    }
    throw PodException.app(
        app, "cannot resolve %s: \"%s\" %s not found".formatted(what, name, what));
  }

  /// The file is the image's, which may have put anything in its place: a FIFO would keep us
  /// waiting, a device would never end.
  private static String read(Path file) throws IOException {
    if (Files.exists(file) && !Files.isRegularFile(file)) {
      throw new IOException("'" + file + "' must be a regular file");
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new IOException("'" + file + "' must have at most " + LARGEST + " bytes");
      }
      return new String(bytes, StandardCharsets.UTF_8);
    }
  }
}
