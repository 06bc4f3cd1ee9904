package io.stage1kvm.manifest;

import io.stage1kvm.manifest.isolator.Isolators;
import io.stage1kvm.manifest.type.AbsolutePath;
import io.stage1kvm.manifest.type.Check;
import io.stage1kvm.manifest.type.Environment;
import io.stage1kvm.manifest.type.EventHandler;
import io.stage1kvm.manifest.type.Exec;
import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.InvalidValueException;
import io.stage1kvm.manifest.type.ManifestRule;
import io.stage1kvm.manifest.type.MountPoint;
import io.stage1kvm.manifest.type.Port;
import io.stage1kvm.manifest.type.Principal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// How an image is executed (aci.md, `app`).
public record App(
    Exec exec,
    List<EventHandler> eventHandlers,
    Principal user,
    Principal group,
    List<Long> supplementaryGIDs,
    Optional<AbsolutePath> workingDirectory,
    Environment environment,
    List<MountPoint> mountPoints,
    List<Port> ports,
    Isolators isolators,
    Map<String, String> userAnnotations,
    Map<String, String> userLabels,
    Extensions extensions) {
  public App {
    Objects.requireNonNull(exec);
    eventHandlers = unique(eventHandlers);
    Objects.requireNonNull(user);
    Objects.requireNonNull(group);
    supplementaryGIDs = groups(supplementaryGIDs);
    Objects.requireNonNull(workingDirectory);
    Objects.requireNonNull(environment);
    mountPoints = List.copyOf(mountPoints);
    ports = List.copyOf(ports);
    Objects.requireNonNull(isolators);
    userAnnotations = Check.texts("user annotation", userAnnotations);
    userLabels = Check.texts("user label", userLabels);
    Objects.requireNonNull(extensions);
  }

  /// An app that runs as root, until the builder is told otherwise.
  public static AppBuilder builder(String... exec) {
    return new AppBuilder(Exec.of(exec));
  }

  public AppBuilder toBuilder() {
    return new AppBuilder(this);
  }

  public App withExec(Exec exec) {
    return toBuilder().exec(exec).build();
  }

  public App withUser(Principal user) {
    return toBuilder().user(user).build();
  }

  public App withGroup(Principal group) {
    return toBuilder().group(group).build();
  }

  public App withEnvironment(Environment environment) {
    return toBuilder().environment(environment).build();
  }

  public App withIsolators(Isolators isolators) {
    return toBuilder().isolators(isolators).build();
  }

  private static List<EventHandler> unique(List<EventHandler> handlers) {
    try {
      return Check.unique("event handler", handlers, EventHandler::name);
    } catch (InvalidValueException e) {
      throw e.at("eventHandlers", e.at().getFirst(), "name");
    }
  }

  private static List<Long> groups(List<Long> ids) {
    List<Long> copy = List.copyOf(ids);
    for (int i = 0; i < copy.size(); i++) {
      try {
        Check.range("group ID", copy.get(i), 0, Check.MAX_ID, ManifestRule.ID_RANGE);
      } catch (InvalidValueException e) {
        throw e.at("supplementaryGIDs", i);
      }
    }
    return copy;
  }
}
