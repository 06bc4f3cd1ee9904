package io.stage1kvm.manifest.json;

import com.google.gson.FormattingStyle;
import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.Manifest;
import io.stage1kvm.manifest.PodManifest;
import io.stage1kvm.manifest.type.JsonValue;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;

/// Manifests from JSON and to JSON, in UTF-8.
///
/// Reading is strict about what the specification says and tolerant where Go's encoding/json, and
/// so actool and rkt, are: `null` for a missing field, any case of field names. `source` is what
/// error messages call the document, usually its path.
///
/// Writing gives the same bytes for the same manifest: fields in actool's order, then those the
/// specification does not know in the order they were read.
public final class ManifestJson {
  private static final FormattingStyle PRETTY = FormattingStyle.PRETTY.withIndent("    ");

  private ManifestJson() {}

  public static ImageManifest readImage(byte[] json, String source) throws ManifestException {
    return read("image manifest", json, source, ImageReader::read);
  }

  public static PodManifest readPod(byte[] json, String source) throws ManifestException {
    return read("pod manifest", json, source, PodReader::read);
  }

  /// Reads a manifest of the kind that the document itself tells.
  public static Manifest read(byte[] json, String source) throws ManifestException {
    return read("manifest", json, source, ManifestJson::either);
  }

  /// In one line, without an end of line.
  public static byte[] write(Manifest manifest) {
    return write(manifest, FormattingStyle.COMPACT);
  }

  /// Indented by four spaces, without an end of line at the end.
  public static byte[] writePretty(Manifest manifest) {
    return write(manifest, PRETTY);
  }

  private static byte[] write(Manifest manifest, FormattingStyle style) {
    JsonValue value =
        switch (manifest) {
          case ImageManifest image -> ImageWriter.image(image);
          case PodManifest pod -> PodWriter.pod(pod);
        };
    return JsonText.write(value, style).getBytes(StandardCharsets.UTF_8);
  }

  static <T> T read(String kind, byte[] json, String source, Decoder<T> decoder)
      throws ManifestException {
    CharBuffer buffer = CharBuffer.allocate(json.length);
    Problem invalid = Utf8.decode(json, buffer);
    String text = buffer.flip().toString();
    try {
      if (invalid != null) {
        throw invalid;
      }
      Problems problems = Problems.first();
      return new Node(JsonPath.ROOT, JsonText.parse(text, problems), problems).decode(decoder);
    } catch (Problem problem) {
      throw ManifestException.of(kind, source, text, problem);
    }
  }

  private static Manifest either(Node node) throws Problem {
    return switch (Kind.read(node)) {
      case IMAGE_MANIFEST -> ImageReader.read(node);
      case POD_MANIFEST -> PodReader.read(node);
    };
  }
}
