package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.EmptyVolume;
import io.stage1kvm.manifest.HostVolume;
import io.stage1kvm.manifest.Volume;
import io.stage1kvm.manifest.type.ACName;
import io.stage1kvm.manifest.type.FileMode;
import java.util.Optional;

/// Reads a volume. A field that belongs to the other kind is refused.
final class VolumeReader {
  private VolumeReader() {}

  static Volume read(Node node) throws Problem {
    Fields fields = new Fields(node);
    ACName name = fields.required("name", TypeReader::name);
    String kind = fields.required("kind", VolumeReader::kind);
    Optional<Boolean> readOnly = fields.optional("readOnly", Node::bool);
    Optional<Boolean> recursive = fields.optional("recursive", Node::bool);
    return kind.equals("host")
        ? host(name, readOnly, recursive, fields)
        : empty(name, readOnly, recursive, fields);
  }

  private static Volume host(
      ACName name, Optional<Boolean> readOnly, Optional<Boolean> recursive, Fields fields)
      throws Problem {
    for (String field : new String[] {"mode", "uid", "gid"}) {
      fields.none(field, field + " must not be set for a volume of kind 'host'");
    }
    return new HostVolume(
        name, fields.required("source", TypeReader::path), readOnly, recursive, fields.rest());
  }

  private static Volume empty(
      ACName name, Optional<Boolean> readOnly, Optional<Boolean> recursive, Fields fields)
      throws Problem {
    if (fields.optionalText("source", n -> n).orElse(null) instanceof Node source) {
      throw new Problem(source.path(), "source must not be set for a volume of kind 'empty'");
    }
    return new EmptyVolume(
        name,
        readOnly,
        recursive,
        fields.or("mode", n -> FileMode.parse(n.string()), EmptyVolume.DEFAULT_MODE),
        fields.or("uid", Node::integer, 0L),
        fields.or("gid", Node::integer, 0L),
        fields.rest());
  }

  private static String kind(Node node) throws Problem {
    String kind = node.string();
    if (!kind.equals("host") && !kind.equals("empty")) {
      throw new Problem(node.path(), "kind '" + Printable.of(kind) + "' must be 'host' or 'empty'");
    }
    return kind;
  }
}
