package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.ACKind;
import io.stage1kvm.manifest.type.Annotations;
import io.stage1kvm.manifest.type.Labels;
import io.stage1kvm.manifest.type.ManifestRule;
import java.util.regex.Pattern;

/// Reads an image manifest.
final class ImageReader {
  private static final Pattern URL_LIKE = Pattern.compile("([^/]+[.][^/]+|localhost)/.+");

  private ImageReader() {}

  static ImageManifest read(Node node) throws Problem {
    Fields fields = new Fields(node);
    Kind.expect(ACKind.IMAGE_MANIFEST, fields);
    return new ImageManifest(
        fields.required("acVersion", Kind::version),
        fields.required("name", ImageReader::name),
        fields.or("labels", TypeReader::labels, Labels.NONE),
        fields.optional("app", AppReader::read),
        fields.or("annotations", TypeReader::annotations, Annotations.NONE),
        fields.list("dependencies", TypeReader::dependency),
        fields.list("pathWhitelist", TypeReader::listedPath),
        fields.rest());
  }

  private static ACIdentifier name(Node node) throws Problem {
    ACIdentifier name = TypeReader.identifier(node);
    if (!URL_LIKE.matcher(name.value()).matches()) {
      String text = "name '%s' should begin as a URL does, to be discovered".formatted(name);
      node.problems().remark(node.path(), ManifestRule.NAME_URL, text);
    }
    return name;
  }
}
