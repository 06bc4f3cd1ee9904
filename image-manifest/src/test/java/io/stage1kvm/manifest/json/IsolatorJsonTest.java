package io.stage1kvm.manifest.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.manifest.PodManifest;
import io.stage1kvm.manifest.isolator.Isolator;
import io.stage1kvm.manifest.isolator.UnknownIsolator;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class IsolatorJsonTest {
  private static final String POD =
      "{\"acVersion\":\"0.8.11\",\"acKind\":\"PodManifest\",\"apps\":[],\"isolators\":[%s]}";

  /// Every isolator the specification knows and one it does not, without those in conflict with
  /// them.
  static final String ALL =
      POD.formatted(
          """
          {"name":"resource/cpu","value":{"request":"250m","limit":"1"}},\
          {"name":"resource/memory","value":{"limit":"1Gi","x":1},"x":2},\
          {"name":"resource/block-bandwidth","value":{"default":true,"limit":"2M","x":3}},\
          {"name":"resource/block-iops","value":{"default":true,"limit":"1000"}},\
          {"name":"resource/network-bandwidth","value":{"default":true}},\
          {"name":"os/linux/capabilities-retain-set","value":{"set":["CAP_CHOWN"],"x":4}},\
          {"name":"os/linux/seccomp-retain-set","value":{"set":["read"],"errno":"EPERM","x":5}},\
          {"name":"os/linux/no-new-privileges","value":true,"x":6},\
          {"name":"os/linux/oom-score-adj","value":-17},\
          {"name":"os/linux/cpu-shares","value":1024},\
          {"name":"os/linux/selinux-context","value":{"user":"u","role":"r","type":"t",\
          "level":"s0:c1,c2","x":7}},\
          {"name":"os/linux/apparmor-profile","value":{"profile":"p","x":8}},\
          {"name":"os/unix/sysctl","value":{"net.a":"1","net.b":"2"}},\
          {"name":"example.org/none","value":null,"x":9}""");

  private static final String CONFLICTING =
      POD.formatted(
          """
          {"name":"os/linux/capabilities-remove-set","value":{"set":["CAP_CHOWN","CAP_KILL"]}},\
          {"name":"os/linux/seccomp-remove-set","value":{"set":["@appc.io/empty"]}}""");

  @Test
  void writesWhatItRead() throws ManifestException {
    for (String json : List.of(ALL, CONFLICTING)) {
      byte[] written = ManifestJson.write(PodJsonTest.read(json));
      assertThat(new String(written, StandardCharsets.UTF_8)).isEqualTo(json);
    }
  }

  /// A new isolator without a line above fails here.
  @Test
  void coversEveryKind() throws ManifestException {
    Set<Class<?>> seen = new HashSet<>();
    for (String json : List.of(ALL, CONFLICTING)) {
      PodManifest pod = PodJsonTest.read(json);
      pod.isolators().forEach(isolator -> seen.add(isolator.getClass()));
    }
    assertThat(seen).containsExactlyInAnyOrder(Isolator.class.getPermittedSubclasses());
  }

  @Test
  void takesAMissingValueOfAnUnknownIsolatorForNull() throws ManifestException {
    PodManifest pod = PodJsonTest.read(POD.formatted("{\"name\":\"example.org/none\"}"));
    assertThat(pod.isolators().last(UnknownIsolator.class)).isPresent();
  }

  @Test
  void takesNumbersAndSpacesInQuantities() throws ManifestException {
    String value = "{\"name\":\"resource/cpu\",\"value\":{\"request\":%s,\"limit\":%s}}";
    assertThat(PodJsonTest.read(POD.formatted(value.formatted("0.5", "\" 1 \""))))
        .isEqualTo(PodJsonTest.read(POD.formatted(value.formatted("\"0.5\"", "1"))));
  }
}
