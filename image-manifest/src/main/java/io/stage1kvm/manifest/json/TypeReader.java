package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.ACName;
import io.stage1kvm.manifest.type.AbsolutePath;
import io.stage1kvm.manifest.type.Annotation;
import io.stage1kvm.manifest.type.Annotations;
import io.stage1kvm.manifest.type.Dependency;
import io.stage1kvm.manifest.type.Environment;
import io.stage1kvm.manifest.type.EnvironmentVariable;
import io.stage1kvm.manifest.type.EventHandler;
import io.stage1kvm.manifest.type.Exec;
import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.ImageID;
import io.stage1kvm.manifest.type.Label;
import io.stage1kvm.manifest.type.Labels;
import io.stage1kvm.manifest.type.ManifestRule;
import io.stage1kvm.manifest.type.MountPoint;
import io.stage1kvm.manifest.type.Port;
import java.util.OptionalLong;
import java.util.Set;

/// Reads the values that image and pod manifests share.
final class TypeReader {
  private static final int MAX_PORT = 65535;
  private static final Set<String> TRANSPORTS = Set.of("tcp", "udp", "sctp", "dccp", "udplite");

  private TypeReader() {}

  static ACIdentifier identifier(Node node) throws Problem {
    ACIdentifier identifier = new ACIdentifier(node.string());
    remarkSeparators(node, "AC identifier", identifier.value(), "-._~/");
    return identifier;
  }

  static ACName name(Node node) throws Problem {
    ACName name = new ACName(node.string());
    remarkSeparators(node, "AC name", name.value(), "-");
    return name;
  }

  static ImageID imageID(Node node) throws Problem {
    ImageID id = new ImageID(node.string());
    if (id.isElided()) {
      String text = "image ID '%s' should have digits in place of the dots".formatted(id);
      node.problems().remark(node.path(), ManifestRule.IMAGE_ID_ELIDED, text);
    } else if (!id.isComplete()) {
      String text = "image ID should have 128 hexadecimal digits";
      node.problems().remark(node.path(), ManifestRule.IMAGE_ID_COMPLETE, text);
    }
    return id;
  }

  static AbsolutePath path(Node node) throws Problem {
    return new AbsolutePath(node.string());
  }

  /// A path that actool takes as it is.
  static AbsolutePath listedPath(Node node) throws Problem {
    String path = node.string();
    if (!path.startsWith("/")) {
      throw new Problem(
          node.path(),
          ManifestRule.PATH_ABSOLUTE_UNSEEN,
          "path '" + Printable.of(path) + "' must be absolute");
    }
    return new AbsolutePath(path);
  }

  static Labels labels(Node node) throws Problem {
    Labels labels = node.set(TypeReader::label, Labels::new);
    if (labels.get("arch").isPresent() && labels.get("os").isEmpty()) {
      String text = "label 'arch' means nothing without the label 'os'";
      node.problems().remark(node.path(), ManifestRule.LABEL_ARCH_ALONE, text);
    }
    return labels;
  }

  static Annotations annotations(Node node) throws Problem {
    return node.set(TypeReader::annotation, Annotations::new);
  }

  static Environment environment(Node node) throws Problem {
    return node.set(TypeReader::variable, Environment::new);
  }

  static Exec exec(Node node) throws Problem {
    return node.set(Node::string, Exec::new);
  }

  static EventHandler eventHandler(Node node) throws Problem {
    Fields fields = new Fields(node.notNull());
    return new EventHandler(
        fields.required("name", n -> EventHandler.Event.of(n.string())),
        fields.or("exec", TypeReader::exec, Exec.NONE),
        fields.rest());
  }

  static MountPoint mountPoint(Node node) throws Problem {
    Fields fields = new Fields(node);
    return new MountPoint(
        fields.requiredUnseen("name", true, TypeReader::name),
        fields.requiredUnseen("path", false, Node::string),
        fields.or("readOnly", Node::bool, false),
        fields.rest());
  }

  static Port port(Node node) throws Problem {
    Fields fields = new Fields(node.notNull());
    ACName name = fields.requiredUnseen("name", true, TypeReader::name);
    String protocol = fields.requiredUnseen("protocol", false, TypeReader::protocol);
    Integer port =
        fields.required("port", n -> n.integer("port", 1, MAX_PORT, ManifestRule.PORT_RANGE));
    int count = fields.or("count", TypeReader::count, 1);
    boolean socketActivated = fields.or("socketActivated", Node::bool, false);
    Extensions extensions = fields.rest();
    return new Port(name, protocol, port, count, socketActivated, extensions);
  }

  private static String protocol(Node node) throws Problem {
    String protocol = node.string();
    if (!TRANSPORTS.contains(protocol)) {
      String text =
          "protocol '%s' is none of the transport layer".formatted(Printable.of(protocol));
      node.problems().remark(node.path(), ManifestRule.PORT_PROTOCOL, text);
    }
    return protocol;
  }

  /// actool takes 0 for 1, and tools that use its types write 0.
  private static int count(Node node) throws Problem {
    int count = node.integer("count", 0, MAX_PORT, ManifestRule.PORT_RANGE);
    if (count == 0) {
      String text = "count should be at least 1";
      node.problems().remark(node.path(), ManifestRule.PORT_COUNT, text);
    }
    return Math.max(1, count);
  }

  static Dependency dependency(Node node) throws Problem {
    Fields fields = new Fields(node.notNull());
    return new Dependency(
        fields.required("imageName", TypeReader::identifier),
        fields.optional("imageID", TypeReader::imageID),
        fields.or("labels", TypeReader::labels, Labels.NONE),
        fields.or("size", TypeReader::size, OptionalLong.empty()),
        fields.rest());
  }

  /// In Go's types, and so in actool, a size of 0 is none.
  private static OptionalLong size(Node node) throws Problem {
    long size = node.integer();
    return size == 0 ? OptionalLong.empty() : OptionalLong.of(size);
  }

  private static Label label(Node node) throws Problem {
    Fields fields = new Fields(node);
    return new Label(
        fields.requiredUnseen("name", true, TypeReader::identifier),
        fields.or("value", Node::string, ""),
        fields.rest());
  }

  private static Annotation annotation(Node node) throws Problem {
    Fields fields = new Fields(node);
    return new Annotation(
        fields.requiredUnseen("name", true, TypeReader::identifier),
        fields.or("value", Node::string, ""),
        fields.rest());
  }

  private static void remarkSeparators(Node node, String type, String value, String separators) {
    if (!node.problems().wantsRemarks()) {
      return;
    }
    for (int i = 1; i < value.length(); i++) {
      if (separators.indexOf(value.charAt(i)) >= 0
          && separators.indexOf(value.charAt(i - 1)) >= 0) {
        String text = type + " '" + Printable.of(value) + "' should have single separators";
        node.problems().remark(node.path(), ManifestRule.NAME_SEPARATORS, text);
        return;
      }
    }
  }

  private static EnvironmentVariable variable(Node node) throws Problem {
    Fields fields = new Fields(node.notNull());
    return new EnvironmentVariable(
        fields.required("name", Node::string), fields.or("value", Node::string, ""), fields.rest());
  }
}
