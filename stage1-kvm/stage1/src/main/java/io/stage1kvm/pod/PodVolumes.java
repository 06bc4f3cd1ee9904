package io.stage1kvm.pod;

import io.stage1kvm.manifest.EmptyVolume;
import io.stage1kvm.manifest.HostVolume;
import io.stage1kvm.manifest.Mount;
import io.stage1kvm.manifest.Volume;
import io.stage1kvm.manifest.type.MountPoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Puts volumes on the places where apps mount them: the mounts of the pod manifest first, then
/// each
/// mount point of an image whose path is still free, with the volume of its name or else a new
/// empty one.
final class PodVolumes {
  /// An image with this annotation was converted from a Docker image.
  static final String DOCKER = "appc.io/docker/repository";

  private final LoadedPod pod;
  private final Map<String, PodVolume> volumes = new LinkedHashMap<>();
  private final Map<String, List<AppVolume>> uses = new LinkedHashMap<>();
  private final List<String> warnings = new ArrayList<>();

  PodVolumes(LoadedPod pod) throws PodException {
    this.pod = pod;
    for (LoadedPod.LoadedApp app : pod.apps()) {
      uses.put(app.name(), place(app));
    }
  }

  /// The volumes in use, by name.
  List<PodVolume> volumes() {
    return List.copyOf(volumes.values());
  }

  /// The volumes of an app, on their places.
  List<AppVolume> of(String app) {
    return uses.get(app);
  }

  /// What the operator should know.
  List<String> warnings() {
    return List.copyOf(warnings);
  }

  private List<AppVolume> place(LoadedPod.LoadedApp app) throws PodException {
    Map<String, AppVolume> placed = new LinkedHashMap<>();
    for (Mount mount : app.runtime().mounts()) {
      boolean inline = mount.appVolume().isPresent();
      Optional<Volume> volume = mount.appVolume().or(() -> pod.manifest().volume(mount.volume()));
      if (volume.isEmpty()) {
        throw PodException.app(app.name(), "could not find volume " + mount.volume());
      }
      String name = (inline ? app.name() + "." : "") + mount.volume();
      put(placed, use(app, name, volume.get(), mount.path()));
    }
    for (MountPoint point : app.app().mountPoints()) {
      AppVolume free = new AppVolume("", point.path(), false, true);
      if (!placed.containsKey(free.normalPath())) {
        Optional<Volume> volume = pod.manifest().volume(point.name());
        put(
            placed,
            volume.isPresent()
                ? use(app, point.name().value(), volume.get(), point.path())
                : implicit(app, point));
      }
    }
    return List.copyOf(placed.values());
  }

  private static void put(Map<String, AppVolume> placed, AppVolume use) {
    placed.putIfAbsent(use.normalPath(), use);
  }

  private AppVolume use(LoadedPod.LoadedApp app, String name, Volume volume, String path)
      throws PodException {
    boolean readOnly = volume.readOnly().orElseGet(() -> isReadOnlyPoint(app, path));
    return switch (volume) {
      case HostVolume host -> {
        boolean recursive = host.recursive().orElse(true);
        add(
            new PodVolume(
                name, Path.of(host.source().value()), readOnly, recursive, Optional.empty()));
        yield new AppVolume(name, path, readOnly, recursive);
      }
      case EmptyVolume empty -> {
        PodVolume.Empty how =
            new PodVolume.Empty(empty.mode().bits(), empty.uid(), empty.gid(), Optional.empty());
        add(new PodVolume(name, home(name), readOnly, true, Optional.of(how)));
        yield new AppVolume(name, path, readOnly, true);
      }
    };
  }

  private static boolean isReadOnlyPoint(LoadedPod.LoadedApp app, String path) {
    String normal = new AppVolume("", path, false, true).normalPath();
    return app.app().mountPoints().stream()
        .filter(p -> new AppVolume("", p.path(), false, true).normalPath().equals(normal))
        .anyMatch(MountPoint::readOnly);
  }

  private AppVolume implicit(LoadedPod.LoadedApp app, MountPoint point) throws PodException {
    String name = app.name() + "-" + point.name();
    warnings.add(
        "no volume given for mount point '%s' of app '%s': using an empty one"
            .formatted(point.name(), app.name()));
    Optional<Path> content = Optional.empty();
    if (app.image().annotation(DOCKER).isPresent()) {
      content = Optional.of(inside(app.name(), point.path()));
    }
    add(
        new PodVolume(
            name,
            home(name),
            point.readOnly(),
            true,
            Optional.of(new PodVolume.Empty(0755, 0, 0, content))));
    return new AppVolume(name, point.path(), point.readOnly(), true);
  }

  private Path inside(String app, String path) throws PodException {
    Path rootfs = pod.directory().appRootfs(app);
    try {
      return RootedPath.resolve(rootfs, path);
    } catch (IOException e) {
      throw PodException.unreadable(rootfs.resolve(path), e);
    }
  }

  private Path home(String name) {
    return pod.directory().sharedVolume(name);
  }

  /// One tree serves all uses of a volume: writable and recursive if any use is. Two volumes that
  /// come to have one name must not serve each other's content.
  private void add(PodVolume volume) throws PodException {
    PodVolume known = volumes.get(volume.name());
    if (known == null) {
      volumes.put(volume.name(), volume);
      return;
    }
    if (!known.source().equals(volume.source()) || !known.empty().equals(volume.empty())) {
      throw PodException.pod("duplicate volume name \"" + volume.name() + "\"");
    }
    volumes.put(
        volume.name(),
        new PodVolume(
            known.name(),
            known.source(),
            known.readOnly() && volume.readOnly(),
            known.recursive() || volume.recursive(),
            known.empty()));
  }
}
