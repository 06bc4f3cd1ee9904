package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.EmptyVolume;
import io.stage1kvm.manifest.ExposedPort;
import io.stage1kvm.manifest.HostVolume;
import io.stage1kvm.manifest.Mount;
import io.stage1kvm.manifest.PodManifest;
import io.stage1kvm.manifest.RuntimeApp;
import io.stage1kvm.manifest.RuntimeImage;
import io.stage1kvm.manifest.Volume;
import io.stage1kvm.manifest.type.JsonValue;
import java.util.Optional;

/// Writes pod manifests, in the order of fields that rkt has.
final class PodWriter {
  private PodWriter() {}

  static JsonValue pod(PodManifest manifest) {
    return new Members()
        .put("acVersion", manifest.acVersion())
        .put("acKind", manifest.acKind())
        .put("apps", Members.array(manifest.apps(), PodWriter::app))
        .putList("volumes", manifest.volumes(), PodWriter::volume)
        .putList("isolators", manifest.isolators().entries(), IsolatorWriter::entry)
        .putList("annotations", manifest.annotations().list(), TypeWriter::annotation)
        .putList("ports", manifest.ports(), PodWriter::port)
        .putMap("userAnnotations", manifest.userAnnotations())
        .putMap("userLabels", manifest.userLabels())
        .with(manifest.extensions());
  }

  private static JsonValue app(RuntimeApp app) {
    Members members = new Members().put("name", app.name()).put("image", image(app.image()));
    app.app().ifPresent(a -> members.put("app", ImageWriter.app(a)));
    return members
        .putTrue("readOnlyRootFS", app.readOnlyRootFS())
        .putList("mounts", app.mounts(), PodWriter::mount)
        .putList("annotations", app.annotations().list(), TypeWriter::annotation)
        .with(app.extensions());
  }

  private static JsonValue image(RuntimeImage image) {
    Members members = new Members();
    image.name().ifPresent(name -> members.put("name", name));
    image.id().ifPresent(id -> members.put("id", id));
    return members
        .putList("labels", image.labels().list(), TypeWriter::label)
        .with(image.extensions());
  }

  private static JsonValue mount(Mount mount) {
    Members members = new Members().put("volume", mount.volume()).put("path", mount.path());
    mount.appVolume().ifPresent(volume -> members.put("appVolume", volume(volume)));
    return members.with(mount.extensions());
  }

  private static JsonValue volume(Volume volume) {
    Members members = new Members().put("name", volume.name());
    switch (volume) {
      case HostVolume host -> {
        members.put("kind", "host").put("source", host.source());
        flags(members, host.readOnly(), host.recursive());
      }
      case EmptyVolume empty -> {
        members.put("kind", "empty");
        flags(members, empty.readOnly(), empty.recursive());
        members.put("mode", empty.mode()).put("uid", empty.uid()).put("gid", empty.gid());
      }
    }
    return members.with(volume.extensions());
  }

  private static void flags(
      Members members, Optional<Boolean> readOnly, Optional<Boolean> recursive) {
    readOnly.ifPresent(value -> members.put("readOnly", (boolean) value));
    recursive.ifPresent(value -> members.put("recursive", (boolean) value));
  }

  private static JsonValue port(ExposedPort port) {
    Members members = new Members().put("name", port.name()).put("hostPort", port.hostPort());
    port.hostIP().ifPresent(ip -> members.put("hostIP", ip));
    port.podPort().ifPresent(p -> members.put("podPort", TypeWriter.port(p)));
    return members.with(port.extensions());
  }
}
