package io.stage1kvm.manifest.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorsTest {
  private static final String IMAGE =
      "{\"acKind\":\"ImageManifest\",\"acVersion\":\"0.8.11\",\"name\":\"a\",%s}";
  private static final String APP = IMAGE.formatted("\"app\":{\"user\":\"0\",\"group\":\"0\",%s}");
  private static final String POD =
      "{\"acKind\":\"PodManifest\",\"acVersion\":\"0.8.11\",\"apps\":[],%s}";

  @Test
  void tellsWhereAndWhat() {
    String json =
        """
        {
            "acKind": "ImageManifest",
            "acVersion": "0.8.11",
            "name": "example.org/ü",
            "labels": []
        }""";
    ManifestException e =
        catchThrowableOfType(
            ManifestException.class,
            () -> ManifestJson.readImage(json.getBytes(StandardCharsets.UTF_8), "dir/manifest"));
    assertThat(e)
        .hasMessage(
            "cannot read image manifest 'dir/manifest': line 4, column 13, $.name: AC identifier"
                + " 'example.org/ü' must contain only lower case letters, digits and '-._~/'");
    assertThat(e.source()).isEqualTo("dir/manifest");
    assertThat(e.path()).isEqualTo("$.name");
    assertThat(List.of(e.line(), e.column())).containsExactly(4, 13);
    assertThat(e.reason()).startsWith("AC identifier");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "labels":{}                                 | $.labels: must be an array, not an object
          "labels":[null]                             | $.labels[0]: must be an object, not null
          "labels":[{"value":"x"}]                    | $.labels[0].name: name must be set
          "labels":[{"name":"Os"}]                    | $.labels[0].name: AC identifier 'Os' must contain only lower case letters, digits and '-._~/'
          "labels":[{"name":"b","value":1}]           | $.labels[0].value: must be a string, not a number
          "labels":[{"name":"name","value":"x"}]      | $.labels[0].name: label 'name' must not be called so
          "labels":[{"name":"b"},{"name":"b"}]        | $.labels[1].name: label 'b' must not be given twice
          "labels":[{"name":"os","value":"vms"}]      | $.labels[0].value: os 'vms' must be one of darwin, freebsd, linux
          "annotations":[{"name":"created","value":"now"}] | $.annotations[0].value: timestamp 'now' must be a time by RFC 3339 such as 2024-02-29T12:00:00Z
          "annotations":[{"name":"b"},{"NAME":"b"}]   | $.annotations[1].name: annotation 'b' must not be given twice
          "dependencies":[{}]                         | $.dependencies[0].imageName: imageName must be set
          "dependencies":[{"imageName":"b","imageID":"md5-1"}] | $.dependencies[0].imageID: image ID 'md5-1' must be 'sha512-' and up to 128 lower case hexadecimal digits
          "dependencies":[{"imageName":"b","size":-1}] | $.dependencies[0].size: size '-1' must be at least 1
          "dependencies":[{"imageName":"b","size":1.5}] | $.dependencies[0].size: '1.5' must be an integer of at most 64 bits
          "dependencies":[{"imageName":"b","size":1e3}] | $.dependencies[0].size: '1e3' must be an integer of at most 64 bits
          "pathWhitelist":["/a","b"]                  | $.pathWhitelist[1]: path 'b' must be absolute
          "app":true                                  | $.app: must be an object, not true
          "app":{}                                    | $.app.user: user must be set
          "app":{"user":"","group":"0"}               | $.app.user: user must not be empty
          "app":{"user":"0"}                          | $.app.group: group must be set
          "acKIND":"ImageManifest"                    | $.acKIND: field 'acKind' must not be given twice
          "name":"b"                                  | $.name: field 'name' must not be given twice
          "x":{"y y":["\\ud800"]}                     | $: not JSON: unpaired surrogate characters are not allowed in strict mode
          """)
  void refusesImages(String member, String message) {
    assertThatThrownBy(() -> ImageJsonTest.read(IMAGE.formatted(member)))
        .isInstanceOf(ManifestException.class)
        .hasMessageStartingWith("cannot read image manifest 'test': line 1, column ")
        .hasMessageEndingWith(", " + message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"acVersion", "name"})
  void refusesImagesWithout(String field) {
    String json = "{\"acKind\":\"ImageManifest\",\"acVersion\":\"0.8.11\",\"name\":\"a\"}";
    String without = json.replaceAll(",\"" + field + "\":\"[^\"]*\"", "");
    assertThatThrownBy(() -> ImageJsonTest.read(without))
        .hasMessage(
            "cannot read image manifest 'test': line 1, column 1, $.%s: %s must be set",
            field, field);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "exec":"/a"                                 | exec: must be an array, not a string
          "exec":["/a",false]                         | exec[1]: must be a string, not false
          "exec":["\\u0000"]                          | exec[0]: argument '\\u0000' must not contain a NUL character
          "workingDirectory":"a"                      | workingDirectory: path 'a' must be absolute
          "supplementaryGIDs":[-5]                    | supplementaryGIDs[0]: group ID '-5' must be between 0 and 4294967294
          "supplementaryGIDs":["5"]                   | supplementaryGIDs[0]: must be an integer, not a string
          "environment":[{"name":"1"}]                | environment[0].name: environment variable name '1' must begin with a letter or '_' and go on with letters, digits, '_', '.' and '-'
          "environment":[{"name":"A"},{"name":"A"}]   | environment[1].name: environment variable 'A' must not be given twice
          "eventHandlers":[{"name":"stop"}]           | eventHandlers[0].name: event 'stop' must be 'pre-start' or 'post-stop'
          "eventHandlers":[{"name":"pre-start"},{"name":"pre-start"}] | eventHandlers[1].name: event handler 'pre-start' must not be given twice
          "mountPoints":[{"name":"m"}]                | mountPoints[0].path: path must be set
          "mountPoints":[{"name":"m","path":""}]      | mountPoints[0].path: path must not be empty
          "ports":[{"name":"p","protocol":"","port":1}] | ports[0].protocol: protocol must not be empty
          "environment":[{"name":"A","value":"\\u0000"}] | environment[0].value: environment variable value '\\u0000' must not contain a NUL character
          "isolators":[{"name":"os/linux/apparmor-profile","value":{"profile":""}}] | isolators[0].value.profile: profile must not be empty
          "isolators":[{"name":"os/linux/selinux-context","value":{"user":"u","role":"r:","type":"t","level":"s0"}}] | isolators[0].value.role: role 'r:' must not contain ':'
          "ports":[{"name":"p","protocol":"tcp"}]     | ports[0].port: port must be set
          "ports":[{"name":"p","port":1}]             | ports[0].protocol: protocol must be set
          "ports":[{"name":"p","protocol":"tcp","port":65536}] | ports[0].port: port '65536' must be between 1 and 65535
          "ports":[{"name":"p","protocol":"tcp","port":65535,"count":2}] | ports[0].count: count '2' must keep the range from port 65535 below 65536
          "ports":[{"name":"p","protocol":"tcp","port":1,"count":-1}] | ports[0].count: count '-1' must be between 0 and 65535
          "userLabels":{"a":1}                        | userLabels.a: must be a string, not a number
          "isolators":[{"value":1}]                   | isolators[0].name: name must be set
          "isolators":[{"name":"resource/cpu"}]       | isolators[0].value: value must be set
          "isolators":[{"name":"resource/cpu","value":{"limit":"much"}}] | isolators[0].value.limit: quantity 'much' must be a number with an optional suffix n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei or e<exponent>
          "isolators":[{"name":"resource/cpu","value":{"limit":-1}}] | isolators[0].value.limit: limit '-1' must not be negative
          "isolators":[{"name":"resource/cpu","value":{"default":true}}] | isolators[0].value.default: default must be false for this resource
          "isolators":[{"name":"resource/block-iops","value":{"limit":"1"}}] | isolators[0].value.default: default must be set
          "isolators":[{"name":"resource/block-iops","value":{"default":false}}] | isolators[0].value.default: default must be true for this resource
          "isolators":[{"name":"resource/block-iops","value":{"default":true,"request":"1"}}] | isolators[0].value.request: request must not be set for this resource
          "isolators":[{"name":"os/linux/seccomp-retain-set","value":{"set":[]}}] | isolators[0].value.set: set must not be empty
          "isolators":[{"name":"os/linux/seccomp-retain-set","value":{"set":["read"],"errno":"x"}}] | isolators[0].value.errno: errno 'x' must begin with 'E' and have only upper case letters and digits
          "isolators":[{"name":"os/linux/no-new-privileges","value":"true"}] | isolators[0].value: must be true or false, not a string
          "isolators":[{"name":"os/linux/oom-score-adj","value":1001}] | isolators[0].value: os/linux/oom-score-adj '1001' must be between -1000 and 1000
          "isolators":[{"name":"os/linux/cpu-shares","value":1}] | isolators[0].value: os/linux/cpu-shares '1' must be between 2 and 262144
          "isolators":[{"name":"os/linux/selinux-context","value":{"user":"u"}}] | isolators[0].value.role: role must be set
          "isolators":[{"name":"os/unix/sysctl","value":{"a.b":1}}] | isolators[0].value['a.b']: must be a string, not a number
          "isolators":[{"name":"os/unix/sysctl","value":{}},{"name":"os/unix/sysctl","value":{}}] | isolators[1]: isolator 'os/unix/sysctl' must not be given twice
          """)
  void refusesApps(String member, String message) {
    assertThatThrownBy(() -> ImageJsonTest.read(APP.formatted(member)))
        .isInstanceOf(ManifestException.class)
        .hasMessageEndingWith(", $.app." + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "volumes":[{"kind":"empty"}]                | $.volumes[0].name: name must be set
          "volumes":[{"name":"v"}]                    | $.volumes[0].kind: kind must be set
          "volumes":[{"name":"v","kind":"nfs"}]       | $.volumes[0].kind: kind 'nfs' must be 'host' or 'empty'
          "volumes":[{"name":"v","kind":"host"}]      | $.volumes[0].source: source must be set
          "volumes":[{"name":"v","kind":"host","source":"a"}] | $.volumes[0].source: path 'a' must be absolute
          "volumes":[{"name":"v","kind":"host","source":"/a","uid":0}] | $.volumes[0].uid: uid must not be set for a volume of kind 'host'
          "volumes":[{"name":"v","kind":"empty","source":"/a"}] | $.volumes[0].source: source must not be set for a volume of kind 'empty'
          "volumes":[{"name":"v","kind":"empty","mode":"rwx"}] | $.volumes[0].mode: mode 'rwx' must be an octal number up to 7777
          "volumes":[{"name":"v","kind":"empty","gid":-1}] | $.volumes[0].gid: gid '-1' must be between 0 and 4294967294
          "volumes":[{"name":"v","kind":"empty"},{"name":"v","kind":"empty"}] | $.volumes[1].name: volume 'v' must not be given twice
          "ports":[{"name":"p"}]                      | $.ports[0].hostPort: hostPort must be set
          "ports":[{"name":"p","hostPort":0}]         | $.ports[0].hostPort: hostPort '0' must be between 1 and 65535
          "ports":[{"name":"p","hostPort":1,"hostIP":"::1"}] | $.ports[0].hostIP: address '::1' must be an IPv4 address in dotted quad notation
          "userAnnotations":[]                        | $.userAnnotations: must be an object, not an array
          "userAnnotations":{"a":1}                   | $.userAnnotations.a: must be a string, not a number
          "userLabels":{"a":true}                     | $.userLabels.a: must be a string, not true
          "annotations":[{"name":"a","value":"1"},{"name":"a","value":"2"}] | $.annotations[1].name: annotation 'a' must not be given twice
          "ports":[{"name":"p","hostPort":1,"podPort":{"name":"p","port":1}}] | $.ports[0].podPort.protocol: protocol must be set
          """)
  void refusesPods(String member, String message) {
    assertThatThrownBy(() -> PodJsonTest.read(POD.formatted(member)))
        .isInstanceOf(ManifestException.class)
        .hasMessageStartingWith("cannot read pod manifest 'test': line 1, column ")
        .hasMessageEndingWith(", " + message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "mounts":[{"path":"/a"}]                    | mounts[0].volume: volume must be set
          "mounts":[{"volume":"v"}]                   | mounts[0].path: path must be set
          "readOnlyRootFS":1                          | readOnlyRootFS: must be true or false, not a number
          "annotations":[{"value":"1"}]               | annotations[0].name: name must be set
          """)
  void refusesAppsOfPods(String member, String message) {
    String pod =
        "{\"acKind\":\"PodManifest\",\"acVersion\":\"0.8.11\","
            + "\"apps\":[{\"name\":\"a\",\"image\":{\"id\":\"sha512-1\"},%s}]}";
    assertThatThrownBy(() -> PodJsonTest.read(pod.formatted(member)))
        .isInstanceOf(ManifestException.class)
        .hasMessageEndingWith(", $.apps[0]." + message);
  }

  @Test
  void refusesTwoAppsOfOneName() {
    String app = "{\"name\":\"a\",\"image\":{\"id\":\"sha512-1\"}}";
    String json =
        "{\"acKind\":\"PodManifest\",\"acVersion\":\"0.8.11\",\n\"apps\":[%s,\n%s]}"
            .formatted(app, app);
    assertThatThrownBy(() -> PodJsonTest.read(json))
        .hasMessage(
            "cannot read pod manifest 'test': line 3, column 9, $.apps[1].name: app 'a' must not"
                + " be given twice");
  }

  @Test
  void refusesOtherKinds() {
    assertThatThrownBy(() -> ImageJsonTest.read(PodJsonTest.FULL))
        .hasMessage(
            "cannot read image manifest 'test': line 1, column 32, $.acKind: acKind 'PodManifest'"
                + " must be 'ImageManifest'");
    assertThatThrownBy(() -> read("{\"acKind\":\"Pod\"}"))
        .hasMessage(
            "cannot read manifest 'test': line 1, column 11, $.acKind: acKind 'Pod' must be"
                + " 'ImageManifest' or 'PodManifest'");
    assertThatThrownBy(() -> read("{}"))
        .hasMessage("cannot read manifest 'test': line 1, column 1, $.acKind: acKind must be set");
    assertThatThrownBy(() -> read("[]"))
        .hasMessage(
            "cannot read manifest 'test': line 1, column 1, $: must be an object, not an array");
  }

  private static void read(String json) throws ManifestException {
    ManifestJson.read(json.getBytes(StandardCharsets.UTF_8), "test");
  }
}
