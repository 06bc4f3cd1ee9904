package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.App;
import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonNumber;

/// Writes image manifests, in actool's order of fields.
final class ImageWriter {
  private ImageWriter() {}

  static JsonValue image(ImageManifest manifest) {
    Members members =
        new Members()
            .put("acKind", manifest.acKind())
            .put("acVersion", manifest.acVersion())
            .put("name", manifest.name())
            .putList("labels", manifest.labels().list(), TypeWriter::label);
    manifest.app().ifPresent(app -> members.put("app", app(app)));
    return members
        .putList("annotations", manifest.annotations().list(), TypeWriter::annotation)
        .putList("dependencies", manifest.dependencies(), TypeWriter::dependency)
        .putList("pathWhitelist", manifest.pathWhitelist(), TypeWriter::text)
        .with(manifest.extensions());
  }

  static JsonValue app(App app) {
    Members members =
        new Members()
            .put("exec", TypeWriter.exec(app.exec()))
            .putList("eventHandlers", app.eventHandlers(), TypeWriter::eventHandler)
            .put("user", app.user())
            .put("group", app.group())
            .putList("supplementaryGIDs", app.supplementaryGIDs(), ImageWriter::number);
    app.workingDirectory().ifPresent(path -> members.put("workingDirectory", path));
    return members
        .putList("environment", app.environment().variables(), TypeWriter::variable)
        .putList("mountPoints", app.mountPoints(), TypeWriter::mountPoint)
        .putList("ports", app.ports(), TypeWriter::port)
        .putList("isolators", app.isolators().entries(), IsolatorWriter::entry)
        .putMap("userAnnotations", app.userAnnotations())
        .putMap("userLabels", app.userLabels())
        .with(app.extensions());
  }

  private static JsonValue number(Long value) {
    return new JsonNumber(value.toString());
  }
}
