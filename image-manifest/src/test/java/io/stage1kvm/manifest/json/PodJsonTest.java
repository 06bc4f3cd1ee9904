package io.stage1kvm.manifest.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.manifest.EmptyVolume;
import io.stage1kvm.manifest.HostVolume;
import io.stage1kvm.manifest.PodManifest;
import io.stage1kvm.manifest.RuntimeApp;
import io.stage1kvm.manifest.isolator.UnixSysctl;
import io.stage1kvm.manifest.type.ACName;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PodJsonTest {
  /// Every field of a pod manifest, as the writer lays it out.
  static final String FULL =
      """
      {"acVersion":"0.8.11","acKind":"PodManifest","apps":[\
      {"name":"printer","image":{"name":"example.org/press/printer","id":"sha512-00ff",\
      "labels":[{"name":"version","value":"2.4.1"}],"x":1},\
      "app":{"exec":["/usr/bin/printer"],"user":"0","group":"0"},"readOnlyRootFS":true,\
      "mounts":[{"volume":"spool","path":"/var/spool","x":2},\
      {"volume":"own","path":"/own","appVolume":{"name":"own","kind":"empty","mode":"1777",\
      "uid":5,"gid":6}}],\
      "annotations":[{"name":"colour","value":"blue"}],"x":3},\
      {"name":"queue","image":{"id":"sha512-01"}}],\
      "volumes":[{"name":"spool","kind":"host","source":"/srv/spool","readOnly":false,\
      "recursive":true,"x":4},\
      {"name":"tmp","kind":"empty","readOnly":true,"recursive":false,"mode":"0755","uid":0,\
      "gid":0,"x":5}],\
      "isolators":[{"name":"os/unix/sysctl","value":{"net.core.somaxconn":"512"}}],\
      "annotations":[{"name":"ip-address","value":"10.1.2.3"}],\
      "ports":[{"name":"ipp","hostPort":6310,"hostIP":"192.0.2.7",\
      "podPort":{"name":"ipp","protocol":"tcp","port":631,"count":1,"socketActivated":false},\
      "x":6}],\
      "userAnnotations":{"k":"v"},"userLabels":{"l":"w"},"x":7}""";

  @Test
  void writesWhatItRead() throws ManifestException {
    PodManifest pod = read(FULL);
    assertThat(text(ManifestJson.write(pod))).isEqualTo(FULL);
    assertThat(ManifestJson.readPod(ManifestJson.writePretty(pod), "again")).isEqualTo(pod);
  }

  @Test
  void readsEveryField() throws ManifestException {
    PodManifest pod = read(FULL);
    RuntimeApp printer = pod.app(new ACName("printer")).orElseThrow();
    assertThat(printer.readOnlyRootFS()).isTrue();
    assertThat(printer.mounts().get(1).appVolume().orElseThrow())
        .isInstanceOfSatisfying(
            EmptyVolume.class,
            volume -> {
              assertThat(volume.mode().bits()).isEqualTo(01777);
              assertThat(volume.uid()).isEqualTo(5);
            });
    assertThat(pod.app(new ACName("queue")).orElseThrow().app()).isEmpty();
    assertThat(pod.volume(new ACName("spool")).orElseThrow())
        .isInstanceOfSatisfying(
            HostVolume.class,
            volume -> {
              assertThat(volume.source()).hasToString("/srv/spool");
              assertThat(volume.readOnly()).contains(false);
            });
    assertThat(pod.isolators().last(UnixSysctl.class).orElseThrow().parameters())
        .containsEntry("net.core.somaxconn", "512");
    assertThat(pod.ports().getFirst().hostIP().orElseThrow()).hasToString("192.0.2.7");
  }

  /// rkt writes Go's nil lists as null.
  @Test
  void readsWhatRktWrites() throws ManifestException {
    PodManifest pod =
        read(
            """
            {"acVersion":"0.8.11+git","acKind":"PodManifest","apps":[{"name":"sleeper","image":
            {"name":"example.org/sleeper","id":"sha512-%s","labels":null},
            "app":{"exec":["/sleep","9"],"user":"0","group":"0","isolators":[
            {"name":"resource/memory","value":{"default":false,"request":"42Mi","limit":"42Mi"}},
            {"name":"os/linux/oom-score-adj","value":-999},
            {"name":"os/linux/seccomp-retain-set","value":{"set":["@appc.io/all"],"errno":""}}]},
            "mounts":[{"volume":"v","path":"/v","appVolume":null}],
            "annotations":[{"name":"coreos.com/rkt/stage2/stdout","value":"stream"}]}],
            "volumes":null,"isolators":null,
            "annotations":[{"name":"coreos.com/rkt/stage1/mutable","value":"true"}],
            "ports":[],"userAnnotations":{"io.kubernetes.pod":"x"}}"""
                .formatted("ab".repeat(32)));
    assertThat(pod.annotation("coreos.com/rkt/stage1/mutable")).contains("true");
    assertThat(pod.volumes()).isEmpty();
    assertThat(pod.apps().getFirst().app().orElseThrow().isolators().entries()).hasSize(3);
  }

  @Test
  void readsATemplateWithoutImageIds() throws ManifestException {
    PodManifest pod =
        read(
            """
            {"acVersion":"0.3.0","acKind":"PodManifest",
            "apps":[{"name":"a","image":{"name":"example.org/a"}}]}""");
    assertThat(pod.apps().getFirst().image().id()).isEqualTo(Optional.empty());
  }

  @Test
  void readsAPodWithoutApps() throws ManifestException {
    String json = "{\"acVersion\":\"0.8.11\",\"acKind\":\"PodManifest\",\"apps\":null}";
    assertThat(text(ManifestJson.write(read(json)))).isEqualTo(json.replace("null", "[]"));
  }

  @Test
  void readsEitherKind() throws ManifestException {
    assertThat(ManifestJson.read(FULL.getBytes(StandardCharsets.UTF_8), "x")).isEqualTo(read(FULL));
    assertThat(ManifestJson.read(ImageJsonTest.FULL.getBytes(StandardCharsets.UTF_8), "x"))
        .isEqualTo(ImageJsonTest.read(ImageJsonTest.FULL));
  }

  static PodManifest read(String json) throws ManifestException {
    return ManifestJson.readPod(json.getBytes(StandardCharsets.UTF_8), "test");
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
