package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.ExposedPort;
import io.stage1kvm.manifest.Mount;
import io.stage1kvm.manifest.PodManifest;
import io.stage1kvm.manifest.RuntimeApp;
import io.stage1kvm.manifest.type.ACName;
import io.stage1kvm.manifest.type.Annotation;
import io.stage1kvm.manifest.type.Annotations;
import io.stage1kvm.manifest.type.Check;
import io.stage1kvm.manifest.type.ManifestRule;
import io.stage1kvm.manifest.type.MountPoint;
import io.stage1kvm.manifest.type.Port;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// What the specification wants of a pod as a whole, beyond what its parts must be: a template may
/// still lack it.
final class PodRemarks {
  private final Problems problems;
  private final PodManifest pod;

  PodRemarks(Problems problems, PodManifest pod) {
    this.problems = problems;
    this.pod = pod;
  }

  /// In a pod, an annotation has an AC Name; in code it is an AC Identifier.
  static void annotationNames(Node node, Annotations annotations) {
    int i = 0;
    for (Annotation annotation : annotations) {
      String name = annotation.name().value();
      if (!Check.consistsOf(name, "abcdefghijklmnopqrstuvwxyz0123456789-")) {
        node.problems()
            .remark(
                node.path().then(i).then("name"),
                ManifestRule.POD_ANNOTATION_NAME,
                "annotation '" + name + "' should be an AC name");
      }
      i++;
    }
  }

  void all() {
    if (pod.apps().isEmpty()) {
      remark(path("apps"), ManifestRule.POD_APPS, "apps should not be empty");
    }
    portNames();
    exposedPorts();
    for (int i = 0; i < pod.apps().size(); i++) {
      app(path("apps").then(i), pod.apps().get(i));
    }
  }

  private void app(JsonPath path, RuntimeApp app) {
    if (app.image().id().isEmpty()) {
      remark(path.then("image").then("id"), ManifestRule.POD_RESOLVED, "id should be set");
    }
    for (int i = 0; i < app.mounts().size(); i++) {
      mount(path.then("mounts").then(i), app, i);
    }
    List<MountPoint> points =
        app.app().map(io.stage1kvm.manifest.App::mountPoints).orElse(List.of());
    for (int i = 0; i < points.size(); i++) {
      String point = PathText.of(points.get(i).path());
      if (app.mounts().stream().noneMatch(m -> PathText.of(m.path()).equals(point))) {
        remark(
            path.then("app").then("mountPoints").then(i),
            ManifestRule.MOUNT_POINT,
            "mount point '" + points.get(i).name() + "' should have a mount");
      }
    }
  }

  private void mount(JsonPath path, RuntimeApp app, int index) {
    Mount mount = app.mounts().get(index);
    if (mount.appVolume().isEmpty() && pod.volume(mount.volume()).isEmpty()) {
      remark(
          path.then("volume"),
          ManifestRule.MOUNT_VOLUME,
          "volume '" + mount.volume() + "' should be one of the pod");
    }
    for (Mount other : app.mounts().subList(0, index)) {
      String a = PathText.of(mount.path()) + "/";
      String b = PathText.of(other.path()) + "/";
      if (a.startsWith(b) || b.startsWith(a)) {
        remark(
            path.then("path"),
            ManifestRule.MOUNT_OVERLAP,
            "mount '%s' should not overlap '%s'"
                .formatted(Printable.of(mount.path()), Printable.of(other.path())));
      }
    }
  }

  private void portNames() {
    Set<ACName> seen = new HashSet<>();
    for (int i = 0; i < pod.apps().size(); i++) {
      List<Port> ports =
          pod.apps().get(i).app().map(io.stage1kvm.manifest.App::ports).orElse(List.of());
      Set<ACName> own = new HashSet<>();
      JsonPath path = path("apps").then(i).then("app").then("ports");
      for (int j = 0; j < ports.size(); j++) {
        ACName name = ports.get(j).name();
        // Twice in one app is told where the app is read.
        if (own.add(name) && !seen.add(name)) {
          String text = "port '" + name + "' should not be given twice in a pod";
          remark(path.then(j).then("name"), ManifestRule.PORT_NAMES, text);
        }
      }
    }
  }

  /// Only where every app is written out is it known which ports there are.
  private void exposedPorts() {
    if (pod.apps().isEmpty() || pod.apps().stream().anyMatch(a -> a.app().isEmpty())) {
      return;
    }
    for (int i = 0; i < pod.ports().size(); i++) {
      ExposedPort port = pod.ports().get(i);
      boolean known =
          pod.apps().stream()
              .flatMap(a -> a.app().orElseThrow().ports().stream())
              .anyMatch(p -> p.name().equals(port.name()));
      if (!known && port.podPort().isEmpty()) {
        String text = "port '" + port.name() + "' should be one of an app";
        remark(path("ports").then(i).then("name"), ManifestRule.PORT_TARGET, text);
      }
    }
  }

  private static JsonPath path(String field) {
    return JsonPath.ROOT.then(field);
  }

  private void remark(JsonPath path, ManifestRule rule, String text) {
    problems.remark(path, rule, text);
  }
}
