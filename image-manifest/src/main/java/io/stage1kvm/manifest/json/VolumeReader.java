package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.EmptyVolume;
import io.stage1kvm.manifest.HostVolume;
import io.stage1kvm.manifest.Volume;
import io.stage1kvm.manifest.type.ACName;
import io.stage1kvm.manifest.type.Check;
import io.stage1kvm.manifest.type.FileMode;
import io.stage1kvm.manifest.type.ManifestRule;
import java.util.Optional;

/// Reads a volume. A field that belongs to the other kind is refused.
final class VolumeReader {
  private VolumeReader() {}

  static Volume read(Node node) throws Problem {
    Fields fields = new Fields(node.notNull());
    ACName name = fields.required("name", TypeReader::name);
    String kind = fields.required("kind", VolumeReader::kind);
    Optional<Boolean> readOnly = fields.optional("readOnly", Node::bool);
    Optional<Boolean> recursive = fields.optional("recursive", Node::bool);
    if (kind == null) {
      // Which fields belong to it cannot be told.
      throw Problem.TOLD;
    }
    return kind.equals("host")
        ? host(name, readOnly, recursive, fields)
        : empty(name, readOnly, recursive, fields);
  }

  private static Volume host(
      ACName name, Optional<Boolean> readOnly, Optional<Boolean> recursive, Fields fields)
      throws Problem {
    for (String field : new String[] {"mode", "uid", "gid"}) {
      fields.none(
          field, ManifestRule.VOLUME_FIELD, field + " must not be set for a volume of kind 'host'");
    }
    return new HostVolume(
        name, fields.required("source", TypeReader::path), readOnly, recursive, fields.rest());
  }

  private static Volume empty(
      ACName name, Optional<Boolean> readOnly, Optional<Boolean> recursive, Fields fields)
      throws Problem {
    fields.optionalText("source", VolumeReader::noSource);
    return new EmptyVolume(
        name,
        readOnly,
        recursive,
        fields.or("mode", n -> FileMode.parse(n.string()), EmptyVolume.DEFAULT_MODE),
        fields.or("uid", n -> id("uid", n), 0L),
        fields.or("gid", n -> id("gid", n), 0L),
        fields.rest());
  }

  private static Node noSource(Node node) throws Problem {
    throw new Problem(
        node.path(),
        ManifestRule.VOLUME_FIELD,
        "source must not be set for a volume of kind 'empty'");
  }

  private static long id(String field, Node node) throws Problem {
    return Check.range(field, node.integer(), 0, Check.MAX_ID, ManifestRule.ID_RANGE);
  }

  private static String kind(Node node) throws Problem {
    String kind = node.string();
    if (!kind.equals("host") && !kind.equals("empty")) {
      throw new Problem(
          node.path(),
          ManifestRule.VOLUME_KIND,
          "kind '" + Printable.of(kind) + "' must be 'host' or 'empty'");
    }
    return kind;
  }
}
