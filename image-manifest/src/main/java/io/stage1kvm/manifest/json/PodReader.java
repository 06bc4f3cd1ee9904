package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.ExposedPort;
import io.stage1kvm.manifest.Mount;
import io.stage1kvm.manifest.PodManifest;
import io.stage1kvm.manifest.RuntimeApp;
import io.stage1kvm.manifest.RuntimeImage;
import io.stage1kvm.manifest.isolator.Isolators;
import io.stage1kvm.manifest.type.ACKind;
import io.stage1kvm.manifest.type.Annotations;
import io.stage1kvm.manifest.type.IPv4Address;
import io.stage1kvm.manifest.type.Labels;

/// Reads a pod manifest.
final class PodReader {
  private static final int MAX_PORT = 65535;

  private PodReader() {}

  static PodManifest read(Node node) throws Problem {
    Fields fields = new Fields(node);
    Kind.expect(ACKind.POD_MANIFEST, fields);
    return new PodManifest(
        fields.required("acVersion", Kind::version),
        fields.list("apps", PodReader::app),
        fields.list("volumes", VolumeReader::read),
        fields.or("isolators", IsolatorReader::read, Isolators.NONE),
        fields.or("annotations", TypeReader::annotations, Annotations.NONE),
        fields.list("ports", PodReader::port),
        fields.stringMap("userAnnotations"),
        fields.stringMap("userLabels"),
        fields.rest());
  }

  private static RuntimeApp app(Node node) throws Problem {
    Fields fields = new Fields(node);
    return new RuntimeApp(
        fields.required("name", TypeReader::name),
        fields.required("image", PodReader::image),
        fields.optional("app", AppReader::read),
        fields.or("readOnlyRootFS", Node::bool, false),
        fields.list("mounts", PodReader::mount),
        fields.or("annotations", TypeReader::annotations, Annotations.NONE),
        fields.rest());
  }

  private static RuntimeImage image(Node node) throws Problem {
    Fields fields = new Fields(node);
    return new RuntimeImage(
        fields.optional("name", TypeReader::identifier),
        fields.optional("id", TypeReader::imageID),
        fields.or("labels", TypeReader::labels, Labels.NONE),
        fields.rest());
  }

  private static Mount mount(Node node) throws Problem {
    Fields fields = new Fields(node);
    return new Mount(
        fields.required("volume", TypeReader::name),
        fields.required("path", Node::string),
        fields.optional("appVolume", VolumeReader::read),
        fields.rest());
  }

  private static ExposedPort port(Node node) throws Problem {
    Fields fields = new Fields(node);
    return new ExposedPort(
        fields.required("name", TypeReader::name),
        fields.required("hostPort", n -> n.integer("hostPort", 1, MAX_PORT)),
        fields.optionalText("hostIP", n -> new IPv4Address(n.string())),
        fields.optional("podPort", TypeReader::port),
        fields.rest());
  }
}
