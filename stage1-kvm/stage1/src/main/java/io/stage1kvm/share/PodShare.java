package io.stage1kvm.share;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.MountCalls;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import io.stage1kvm.sys.abi.Fcntl;
import io.stage1kvm.sys.abi.Mount;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// The directory tree that a pod sees: a small tmpfs with a bind mount for each app and volume.
///
/// ```
/// apps/<app>/rootfs    the app's root file system
/// volumes/<volume>     a directory or a file
/// ```
///
/// Everything is mounted in the mount namespace of the calling thread, which must be private to the
/// pod: nothing of it may reach the host. Later mounts of the host do not appear in the tree, so a
/// read-only volume stays read-only as a whole.
public final class PodShare implements AutoCloseable {

  /// Where the guest mounts the tree.
  public static final String GUEST_MOUNT_POINT = "/share";

  private final MountCalls mounts;
  private final Path directory;
  private boolean mounted;

  private PodShare(MountCalls mounts, Path directory) {
    this.mounts = mounts;
    this.directory = directory;
  }

  /// Mounts the tree; after a failure nothing of it is left.
  ///
  /// @param directory the mount point, made if it is missing
  public static PodShare mount(Path directory, List<SharedApp> apps, List<SharedVolume> volumes)
      throws ShareException {
    return mount(Sys.mounts(), directory, apps, volumes);
  }

  static PodShare mount(
      MountCalls mounts, Path directory, List<SharedApp> apps, List<SharedVolume> volumes)
      throws ShareException {
    PodShare share = new PodShare(mounts, directory);
    boolean complete = false;
    try {
      share.mountRoot();
      for (SharedApp app : apps) {
        share.add(app);
      }
      for (SharedVolume volume : volumes) {
        share.add(volume);
      }
      complete = true;
      return share;
    } finally {
      if (!complete) {
        share.close();
      }
    }
  }

  private void mountRoot() throws ShareException {
    try {
      Files.createDirectories(directory);
      int safe = Mount.MS_NOSUID | Mount.MS_NODEV;
      mounts.mount("stage1-kvm", directory.toString(), "tmpfs", safe, "mode=0755,size=1m");
      mounted = true;
      mounts.mount("", directory.toString(), "", Mount.MS_PRIVATE, "");
      Files.createDirectory(directory.resolve("apps"));
      Files.createDirectory(directory.resolve("volumes"));
    } catch (IOException e) {
      throw ShareException.cannot("make", "shared tree", directory.toString(), e);
    }
  }

  /// The tree on the host, for the file server.
  public Path directory() {
    return directory;
  }

  /// Adds an app, also while the machine runs, and returns where the guest finds it.
  public String add(SharedApp app) throws ShareException {
    Path target = directory.resolve("apps").resolve(app.name()).resolve("rootfs");
    bind("app", app.name(), app.rootfs(), target, true, false);
    return app.guestPath();
  }

  /// Adds a volume, also while the machine runs, and returns where the guest finds it.
  public String add(SharedVolume volume) throws ShareException {
    Path target = directory.resolve("volumes").resolve(volume.name());
    bind("volume", volume.name(), volume.source(), target, volume.recursive(), volume.readOnly());
    return volume.guestPath();
  }

  private void bind(
      String what, String name, Path source, Path target, boolean recursive, boolean readOnly)
      throws ShareException {
    try (Fd opened = open(what, name, source)) {
      makeTarget(target, Sys.files().fstat(opened).isDirectory());
      int all = recursive ? Mount.MS_REC : 0;
      // By the descriptor: what was looked at is what is mounted.
      mounts.mount(opened.procPath(), target.toString(), "", Mount.MS_BIND | all, "");
      mounts.mount("", target.toString(), "", Mount.MS_PRIVATE | Mount.MS_REC, "");
      if (readOnly) {
        new ReadOnly(mounts).apply(target);
      }
    } catch (IOException e) {
      throw ShareException.cannot("share", what, name, e);
    }
  }

  private static Fd open(String what, String name, Path source) throws ShareException {
    try {
      return Sys.files().openat(Fd.CWD, source.toString(), Fcntl.O_PATH);
    } catch (SyscallException e) {
      throw ShareException.missing(what, name, source, e);
    }
  }

  private static void makeTarget(Path target, boolean isDirectory) throws IOException {
    Files.createDirectories(target.getParent());
    if (isDirectory) {
      Files.createDirectory(target);
    } else {
      Files.createFile(target);
    }
  }

  /// Unmounts the tree with all that is in it; what still uses it keeps what it has open. A second
  /// time does nothing.
  @Override
  public void close() throws ShareException {
    if (!mounted) {
      return;
    }
    mounted = false;
    try {
      mounts.umount2(directory.toString(), Mount.MNT_DETACH | Mount.UMOUNT_NOFOLLOW);
    } catch (SyscallException e) {
      throw ShareException.cannot("unmount", "shared tree", directory.toString(), e);
    }
  }
}
