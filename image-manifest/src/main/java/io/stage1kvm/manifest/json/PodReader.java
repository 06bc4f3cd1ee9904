package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.ExposedPort;
import io.stage1kvm.manifest.Mount;
import io.stage1kvm.manifest.PodManifest;
import io.stage1kvm.manifest.RuntimeApp;
import io.stage1kvm.manifest.RuntimeImage;
import io.stage1kvm.manifest.Volume;
import io.stage1kvm.manifest.isolator.Isolators;
import io.stage1kvm.manifest.type.ACKind;
import io.stage1kvm.manifest.type.ACName;
import io.stage1kvm.manifest.type.Annotations;
import io.stage1kvm.manifest.type.Check;
import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.IPv4Address;
import io.stage1kvm.manifest.type.Labels;
import io.stage1kvm.manifest.type.ManifestRule;
import io.stage1kvm.manifest.type.Port;
import java.util.Optional;

/// Reads a pod manifest.
final class PodReader {
  private static final int MAX_PORT = 65535;

  private PodReader() {}

  static PodManifest read(Node node) throws Problem {
    Fields fields = new Fields(node);
    Kind.expect(ACKind.POD_MANIFEST, fields);
    PodManifest manifest =
        new PodManifest(
            fields.requiredUnseen("acVersion", true, Kind::version),
            fields.set("apps", PodReader::app, l -> Check.unique("app", l, RuntimeApp::name)),
            fields.set("volumes", VolumeReader::read, l -> Check.unique("volume", l, Volume::name)),
            fields.or("isolators", IsolatorReader::readPod, Isolators.NONE),
            fields.or("annotations", PodReader::annotations, Annotations.NONE),
            fields.list("ports", PodReader::port),
            fields.stringMap("userAnnotations"),
            fields.stringMap("userLabels"),
            fields.rest());
    if (node.problems().wantsRemarks()) {
      new PodRemarks(node.problems(), manifest).all();
    }
    return manifest;
  }

  private static Annotations annotations(Node node) throws Problem {
    Annotations annotations = TypeReader.annotations(node);
    PodRemarks.annotationNames(node, annotations);
    return annotations;
  }

  private static Integer hostPort(Node node) throws Problem {
    long port = node.integer();
    if (port < 0) {
      throw new Problem(
          node.path(),
          ManifestRule.PORT_RANGE,
          "hostPort '" + port + "' must be between 1 and " + MAX_PORT);
    }
    return (int) Check.range("hostPort", port, 1, MAX_PORT, ManifestRule.HOST_PORT_RANGE);
  }

  private static RuntimeApp app(Node node) throws Problem {
    Fields fields = new Fields(node);
    return new RuntimeApp(
        fields.requiredUnseen("name", true, TypeReader::name),
        fields.requiredUnseen("image", false, PodReader::image),
        fields.optional("app", AppReader::read),
        fields.or("readOnlyRootFS", Node::bool, false),
        fields.list("mounts", PodReader::mount),
        fields.or("annotations", PodReader::annotations, Annotations.NONE),
        fields.rest());
  }

  private static RuntimeImage image(Node node) throws Problem {
    Fields fields = new Fields(node);
    return new RuntimeImage(
        fields.optional("name", TypeReader::identifier),
        fields.optionalNotNull("id", TypeReader::imageID),
        fields.or("labels", TypeReader::labels, Labels.NONE),
        fields.rest());
  }

  private static Mount mount(Node node) throws Problem {
    Fields fields = new Fields(node);
    return new Mount(
        fields.requiredUnseen("volume", true, TypeReader::name),
        fields.requiredUnseen("path", false, Node::string),
        fields.optional("appVolume", VolumeReader::read),
        fields.rest());
  }

  private static ExposedPort port(Node node) throws Problem {
    Fields fields = new Fields(node);
    ACName name = fields.requiredUnseen("name", true, TypeReader::name);
    Integer hostPort = fields.requiredUnseen("hostPort", false, PodReader::hostPort);
    Optional<IPv4Address> hostIP = fields.optionalText("hostIP", n -> new IPv4Address(n.string()));
    Optional<Port> podPort = fields.optional("podPort", TypeReader::port);
    Extensions extensions = fields.rest();
    return new ExposedPort(name, hostPort, hostIP, podPort, extensions);
  }
}
