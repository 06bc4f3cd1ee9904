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
import io.stage1kvm.manifest.type.ImageID;
import io.stage1kvm.manifest.type.Label;
import io.stage1kvm.manifest.type.Labels;
import io.stage1kvm.manifest.type.MountPoint;
import io.stage1kvm.manifest.type.Port;
import java.util.OptionalLong;

/// Reads the values that image and pod manifests share.
final class TypeReader {
  private static final int MAX_PORT = 65535;

  private TypeReader() {}

  static ACIdentifier identifier(Node node) throws Problem {
    return new ACIdentifier(node.string());
  }

  static ACName name(Node node) throws Problem {
    return new ACName(node.string());
  }

  static ImageID imageID(Node node) throws Problem {
    return new ImageID(node.string());
  }

  static AbsolutePath path(Node node) throws Problem {
    return new AbsolutePath(node.string());
  }

  static Labels labels(Node node) throws Problem {
    return new Labels(node.items(TypeReader::label));
  }

  static Annotations annotations(Node node) throws Problem {
    return new Annotations(node.items(TypeReader::annotation));
  }

  static Environment environment(Node node) throws Problem {
    return new Environment(node.items(TypeReader::variable));
  }

  static Exec exec(Node node) throws Problem {
    return new Exec(node.items(Node::string));
  }

  static EventHandler eventHandler(Node node) throws Problem {
    Fields fields = new Fields(node);
    return new EventHandler(
        fields.required("name", n -> EventHandler.Event.of(n.string())),
        fields.or("exec", TypeReader::exec, Exec.NONE),
        fields.rest());
  }

  static MountPoint mountPoint(Node node) throws Problem {
    Fields fields = new Fields(node);
    return new MountPoint(
        fields.required("name", TypeReader::name),
        fields.required("path", Node::string),
        fields.or("readOnly", Node::bool, false),
        fields.rest());
  }

  static Port port(Node node) throws Problem {
    Fields fields = new Fields(node);
    return new Port(
        fields.required("name", TypeReader::name),
        fields.required("protocol", Node::string),
        fields.required("port", n -> n.integer("port", 1, MAX_PORT)),
        // actool takes 0 for 1, and tools that use its types write 0.
        Math.max(1, fields.or("count", n -> n.integer("count", 0, MAX_PORT), 1)),
        fields.or("socketActivated", Node::bool, false),
        fields.rest());
  }

  static Dependency dependency(Node node) throws Problem {
    Fields fields = new Fields(node);
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
        fields.required("name", TypeReader::identifier),
        fields.or("value", Node::string, ""),
        fields.rest());
  }

  private static Annotation annotation(Node node) throws Problem {
    Fields fields = new Fields(node);
    return new Annotation(
        fields.required("name", TypeReader::identifier),
        fields.or("value", Node::string, ""),
        fields.rest());
  }

  private static EnvironmentVariable variable(Node node) throws Problem {
    Fields fields = new Fields(node);
    return new EnvironmentVariable(
        fields.required("name", Node::string), fields.or("value", Node::string, ""), fields.rest());
  }
}
