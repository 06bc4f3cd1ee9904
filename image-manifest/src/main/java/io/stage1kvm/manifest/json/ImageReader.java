package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.type.ACKind;
import io.stage1kvm.manifest.type.Annotations;
import io.stage1kvm.manifest.type.Labels;

/// Reads an image manifest.
final class ImageReader {
  private ImageReader() {}

  static ImageManifest read(Node node) throws Problem {
    Fields fields = new Fields(node);
    Kind.expect(ACKind.IMAGE_MANIFEST, fields);
    return new ImageManifest(
        fields.required("acVersion", Kind::version),
        fields.required("name", TypeReader::identifier),
        fields.or("labels", TypeReader::labels, Labels.NONE),
        fields.optional("app", AppReader::read),
        fields.or("annotations", TypeReader::annotations, Annotations.NONE),
        fields.list("dependencies", TypeReader::dependency),
        fields.list("pathWhitelist", TypeReader::listedPath),
        fields.rest());
  }
}
