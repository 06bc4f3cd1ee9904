package io.stage1kvm.aci.edit;

import io.stage1kvm.manifest.App;
import io.stage1kvm.manifest.AppBuilder;
import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.ImageManifestBuilder;
import io.stage1kvm.manifest.isolator.Isolator;
import io.stage1kvm.manifest.isolator.IsolatorEntry;
import io.stage1kvm.manifest.isolator.Isolators;
import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.Exec;
import io.stage1kvm.manifest.type.InvalidValueException;
import io.stage1kvm.manifest.type.MountPoint;
import io.stage1kvm.manifest.type.Port;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Changes of an image manifest, as actool's `patch-manifest` knows them. Whatever is not named
/// stays, fields beyond the specification too.
///
/// @param name the image's new name
/// @param exec what the app executes; makes an app if there is none
/// @param user who the app runs as
/// @param group the app's group
/// @param supplementaryGIDs in place of those that are there
/// @param mountPoints added to those that are there
/// @param ports added to those that are there
/// @param overrides isolators in place of those of the same name or in conflict with them
/// @param isolators added to those that are there; see [IsolatorText]
public record ManifestPatch(
    Optional<String> name,
    Optional<Exec> exec,
    Optional<String> user,
    Optional<String> group,
    Optional<List<Long>> supplementaryGIDs,
    List<MountPoint> mountPoints,
    List<Port> ports,
    List<Isolator> overrides,
    List<IsolatorEntry> isolators) {
  public ManifestPatch {
    supplementaryGIDs = supplementaryGIDs.map(List::copyOf);
    mountPoints = List.copyOf(mountPoints);
    ports = List.copyOf(ports);
    overrides = List.copyOf(overrides);
    isolators = List.copyOf(isolators);
  }

  /// @return whether nothing would change
  public boolean isEmpty() {
    return name.isEmpty() && exec.isEmpty() && !needsApp();
  }

  private boolean needsApp() {
    return Stream.of(user, group, supplementaryGIDs).anyMatch(Optional::isPresent)
        || Stream.of(mountPoints, ports, overrides, isolators).anyMatch(list -> !list.isEmpty());
  }

  /// @throws InvalidValueException if the patched manifest would not be valid
  public ImageManifest apply(ImageManifest manifest) {
    ImageManifestBuilder patched = manifest.toBuilder();
    name.ifPresent(n -> patched.name(new ACIdentifier(n)));
    if (exec.isPresent() || needsApp()) {
      patched.app(patch(appOf(manifest)));
    }
    return patched.build();
  }

  private AppBuilder appOf(ImageManifest manifest) {
    if (manifest.app().isPresent()) {
      return manifest.app().get().toBuilder();
    }
    if (exec.isEmpty()) {
      throw InvalidValueException.of("manifest", "have an app, or the patch an exec");
    }
    return App.builder();
  }

  private App patch(AppBuilder builder) {
    App old = builder.build();
    exec.ifPresent(builder::exec);
    user.ifPresent(builder::user);
    group.ifPresent(builder::group);
    supplementaryGIDs.ifPresent(builder::supplementaryGIDs);
    Isolators changed = old.isolators();
    for (Isolator isolator : overrides) {
      changed = changed.replace(isolator);
    }
    return builder
        .mountPoints(join(old.mountPoints(), mountPoints))
        .ports(join(old.ports(), ports))
        .isolators(new Isolators(join(changed.entries(), isolators)))
        .build();
  }

  private static <T> List<T> join(List<T> first, List<T> second) {
    List<T> both = new ArrayList<>(first);
    both.addAll(second);
    return both;
  }
}
