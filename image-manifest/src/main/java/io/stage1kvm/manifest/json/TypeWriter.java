package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.type.Annotation;
import io.stage1kvm.manifest.type.Dependency;
import io.stage1kvm.manifest.type.EnvironmentVariable;
import io.stage1kvm.manifest.type.EventHandler;
import io.stage1kvm.manifest.type.Exec;
import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonString;
import io.stage1kvm.manifest.type.Label;
import io.stage1kvm.manifest.type.MountPoint;
import io.stage1kvm.manifest.type.Port;

/// Writes the values that image and pod manifests share.
final class TypeWriter {
  private TypeWriter() {}

  static JsonValue text(Object value) {
    return new JsonString(value.toString());
  }

  static JsonValue label(Label label) {
    return new Members()
        .put("name", label.name())
        .put("value", label.value())
        .with(label.extensions());
  }

  static JsonValue annotation(Annotation annotation) {
    return new Members()
        .put("name", annotation.name())
        .put("value", annotation.value())
        .with(annotation.extensions());
  }

  static JsonValue variable(EnvironmentVariable variable) {
    return new Members()
        .put("name", variable.name())
        .put("value", variable.value())
        .with(variable.extensions());
  }

  static JsonValue exec(Exec exec) {
    return Members.array(exec.args(), TypeWriter::text);
  }

  static JsonValue eventHandler(EventHandler handler) {
    return new Members()
        .put("name", handler.name())
        .put("exec", exec(handler.exec()))
        .with(handler.extensions());
  }

  static JsonValue mountPoint(MountPoint point) {
    return new Members()
        .put("name", point.name())
        .put("path", point.path())
        .putTrue("readOnly", point.readOnly())
        .with(point.extensions());
  }

  static JsonValue port(Port port) {
    return new Members()
        .put("name", port.name())
        .put("protocol", port.protocol())
        .put("port", port.port())
        .put("count", port.count())
        .put("socketActivated", port.socketActivated())
        .with(port.extensions());
  }

  static JsonValue dependency(Dependency dependency) {
    Members members = new Members().put("imageName", dependency.imageName());
    dependency.imageID().ifPresent(id -> members.put("imageID", id));
    members.putList("labels", dependency.labels().list(), TypeWriter::label);
    dependency.size().ifPresent(size -> members.put("size", size));
    return members.with(dependency.extensions());
  }
}
