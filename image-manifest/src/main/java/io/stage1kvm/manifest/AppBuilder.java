package io.stage1kvm.manifest;

import io.stage1kvm.manifest.isolator.Isolator;
import io.stage1kvm.manifest.isolator.Isolators;
import io.stage1kvm.manifest.type.AbsolutePath;
import io.stage1kvm.manifest.type.Environment;
import io.stage1kvm.manifest.type.EventHandler;
import io.stage1kvm.manifest.type.Exec;
import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.MountPoint;
import io.stage1kvm.manifest.type.Port;
import io.stage1kvm.manifest.type.Principal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Makes apps. Every part is checked when it is set, or at the latest by `build`.
public final class AppBuilder {
  private Exec exec;
  private List<EventHandler> eventHandlers = List.of();
  private Principal user = Principal.ROOT;
  private Principal group = Principal.ROOT;
  private List<Long> supplementaryGIDs = List.of();
  private Optional<AbsolutePath> workingDirectory = Optional.empty();
  private Environment environment = Environment.NONE;
  private List<MountPoint> mountPoints = List.of();
  private List<Port> ports = List.of();
  private Isolators isolators = Isolators.NONE;
  private Map<String, String> userAnnotations = Map.of();
  private Map<String, String> userLabels = Map.of();
  private Extensions extensions = Extensions.NONE;

  AppBuilder(Exec exec) {
    this.exec = exec;
  }

  AppBuilder(App app) {
    exec = app.exec();
    eventHandlers = app.eventHandlers();
    user = app.user();
    group = app.group();
    supplementaryGIDs = app.supplementaryGIDs();
    workingDirectory = app.workingDirectory();
    environment = app.environment();
    mountPoints = app.mountPoints();
    ports = app.ports();
    isolators = app.isolators();
    userAnnotations = app.userAnnotations();
    userLabels = app.userLabels();
    extensions = app.extensions();
  }

  public AppBuilder exec(Exec exec) {
    this.exec = exec;
    return this;
  }

  public AppBuilder eventHandlers(List<EventHandler> handlers) {
    eventHandlers = List.copyOf(handlers);
    return this;
  }

  public AppBuilder user(Principal user) {
    this.user = user;
    return this;
  }

  public AppBuilder user(String user) {
    return user(new Principal(user));
  }

  public AppBuilder group(Principal group) {
    this.group = group;
    return this;
  }

  public AppBuilder group(String group) {
    return group(new Principal(group));
  }

  public AppBuilder supplementaryGIDs(List<Long> ids) {
    supplementaryGIDs = List.copyOf(ids);
    return this;
  }

  public AppBuilder workingDirectory(String path) {
    workingDirectory = Optional.of(new AbsolutePath(path));
    return this;
  }

  public AppBuilder environment(Environment environment) {
    this.environment = environment;
    return this;
  }

  /// Sets one environment variable.
  public AppBuilder environment(String name, String value) {
    return environment(environment.with(name, value));
  }

  public AppBuilder mountPoints(List<MountPoint> points) {
    mountPoints = List.copyOf(points);
    return this;
  }

  public AppBuilder ports(List<Port> ports) {
    this.ports = List.copyOf(ports);
    return this;
  }

  public AppBuilder isolators(Isolators isolators) {
    this.isolators = isolators;
    return this;
  }

  /// Adds one isolator.
  public AppBuilder isolator(Isolator isolator) {
    return isolators(isolators.with(isolator));
  }

  public AppBuilder userAnnotations(Map<String, String> annotations) {
    userAnnotations = annotations;
    return this;
  }

  public AppBuilder userLabels(Map<String, String> labels) {
    userLabels = labels;
    return this;
  }

  public AppBuilder extensions(Extensions extensions) {
    this.extensions = extensions;
    return this;
  }

  public App build() {
    return new App(
        exec,
        eventHandlers,
        user,
        group,
        supplementaryGIDs,
        workingDirectory,
        environment,
        mountPoints,
        ports,
        isolators,
        userAnnotations,
        userLabels,
        extensions);
  }
}
