package io.stage1kvm.manifest.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.manifest.App;
import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.isolator.LinuxCapabilitiesRetainSet;
import io.stage1kvm.manifest.isolator.ResourceCpu;
import io.stage1kvm.manifest.isolator.ResourceMemory;
import io.stage1kvm.manifest.isolator.UnknownIsolator;
import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.Dependency;
import io.stage1kvm.manifest.type.Extensions;
import io.stage1kvm.manifest.type.JsonValue.JsonString;
import io.stage1kvm.manifest.type.Port;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageJsonTest {
  /// Every field of an image manifest, as the writer lays it out.
  static final String FULL =
      """
      {
          "acKind": "ImageManifest",
          "acVersion": "0.8.11",
          "name": "example.org/press/printer",
          "labels": [
              {
                  "name": "version",
                  "value": "2.4.1"
              },
              {
                  "name": "os",
                  "value": "linux"
              },
              {
                  "name": "arch",
                  "value": "amd64"
              }
          ],
          "app": {
              "exec": [
                  "/usr/bin/printer",
                  "--tray=2"
              ],
              "eventHandlers": [
                  {
                      "name": "pre-start",
                      "exec": [
                          "/usr/bin/warm-up"
                      ]
                  },
                  {
                      "name": "post-stop",
                      "exec": []
                  }
              ],
              "user": "printer",
              "group": "70",
              "supplementaryGIDs": [
                  4,
                  4294967294
              ],
              "workingDirectory": "/var/spool",
              "environment": [
                  {
                      "name": "PAPER",
                      "value": "A4 <&'\\u2028ü\\u0001"
                  }
              ],
              "mountPoints": [
                  {
                      "name": "spool",
                      "path": "/var/spool",
                      "readOnly": true
                  },
                  {
                      "name": "tmp",
                      "path": "tmp"
                  }
              ],
              "ports": [
                  {
                      "name": "ipp",
                      "protocol": "tcp",
                      "port": 631,
                      "count": 5,
                      "socketActivated": true
                  }
              ],
              "isolators": [
                  {
                      "name": "resource/cpu",
                      "value": {
                          "request": "250m",
                          "limit": "1.5"
                      }
                  },
                  {
                      "name": "os/linux/capabilities-retain-set",
                      "value": {
                          "set": [
                              "CAP_CHOWN"
                          ]
                      }
                  },
                  {
                      "name": "example.org/colour",
                      "value": [
                          1.50,
                          null,
                          {
                              "b": true
                          }
                      ]
                  }
              ],
              "userAnnotations": {
                  "Any Key": "any value"
              },
              "userLabels": {
                  "a": "1",
                  "b": "2"
              }
          },
          "annotations": [
              {
                  "name": "created",
                  "value": "2023-05-06T07:08:09.1+02:00"
              },
              {
                  "name": "homepage",
                  "value": "https://example.org/printer"
              }
          ],
          "dependencies": [
              {
                  "imageName": "example.org/base",
                  "imageID": "sha512-0a1b2c",
                  "labels": [
                      {
                          "name": "version",
                          "value": "7"
                      }
                  ],
                  "size": 123456789012
              }
          ],
          "pathWhitelist": [
              "/usr/bin/printer",
              "/etc/"
          ],
          "x-later": {
              "kept": [
                  1e400
              ]
          }
      }"""
          .replace("\\\\u", "\\u");

  @Test
  void writesWhatItRead() throws ManifestException {
    ImageManifest manifest = read(FULL);
    assertThat(pretty(manifest)).isEqualTo(FULL);
    byte[] compact = ManifestJson.write(manifest);
    assertThat(ManifestJson.readImage(compact, "again")).isEqualTo(manifest);
  }

  @Test
  void readsEveryField() throws ManifestException {
    ImageManifest manifest = read(FULL);
    assertThat(manifest.label("version")).contains("2.4.1");
    assertThat(manifest.annotation("homepage")).contains("https://example.org/printer");
    assertThat(manifest.extensions().fields()).containsOnlyKeys("x-later");
    App app = manifest.app().orElseThrow();
    assertThat(app.exec().args()).containsExactly("/usr/bin/printer", "--tray=2");
    assertThat(app.environment().get("PAPER")).contains("A4 <&'\u2028ü\u0001");
    assertThat(app.ports()).extracting(Port::last).containsExactly(635);
    assertThat(app.isolators().last(ResourceCpu.class).orElseThrow().limit().orElseThrow())
        .satisfies(limit -> assertThat(limit.milliValue()).isEqualTo(1500));
    assertThat(app.isolators().last(LinuxCapabilitiesRetainSet.class).orElseThrow().set())
        .containsExactly("CAP_CHOWN");
    assertThat(app.isolators().last(UnknownIsolator.class).orElseThrow().name())
        .hasToString("example.org/colour");
  }

  @Test
  void writesCompactlyInActoolsOrder() {
    ImageManifest manifest =
        ImageManifest.builder("example.org/a")
            .label("os", "linux")
            .app(App.builder("/a").isolator(ResourceMemory.limit("1G")).build())
            .annotation("authors", "A")
            .dependency(new Dependency(new ACIdentifier("b")))
            .build();
    assertThat(text(ManifestJson.write(manifest)))
        .isEqualTo(
            """
            {"acKind":"ImageManifest","acVersion":"0.8.11","name":"example.org/a",\
            "labels":[{"name":"os","value":"linux"}],\
            "app":{"exec":["/a"],"user":"0","group":"0",\
            "isolators":[{"name":"resource/memory","value":{"limit":"1G"}}]},\
            "annotations":[{"name":"authors","value":"A"}],\
            "dependencies":[{"imageName":"b"}]}""");
  }

  @Test
  void keepsUnknownFieldsOfEveryObject() throws ManifestException {
    String json =
        """
        {"acKind":"ImageManifest","acVersion":"0.8.11","name":"a",\
        "labels":[{"name":"l","value":"","x":1}],\
        "app":{"exec":[],"eventHandlers":[{"name":"pre-start","exec":[],"x":2}],\
        "user":"0","group":"0","environment":[{"name":"E","value":"","x":3}],\
        "mountPoints":[{"name":"m","path":"/m","x":4}],\
        "ports":[{"name":"p","protocol":"udp","port":1,"count":1,"socketActivated":false,"x":5}],\
        "isolators":[{"name":"resource/cpu","value":{"limit":"1","x":6},"x":7}],"x":8},\
        "annotations":[{"name":"n","value":"","x":9}],\
        "dependencies":[{"imageName":"d","x":null}],"x":[],"y":"last"}""";
    assertThat(text(ManifestJson.write(read(json)))).isEqualTo(json);
  }

  @Test
  void takesNullAndEmptyForAbsent() throws ManifestException {
    String json =
        """
        {"acKind":"ImageManifest","acVersion":"0.8.11","name":"a","labels":null,"app":
        {"exec":null,"eventHandlers":null,"user":"0","group":"0","supplementaryGIDs":null,
        "workingDirectory":"","environment":null,"mountPoints":null,
        "ports":[{"name":"p","protocol":"tcp","port":1,"count":0,"socketActivated":null}],
        "isolators":null,"userAnnotations":null,"userLabels":null},
        "annotations":null,"dependencies":[{"imageName":"d","imageID":null,"size":0}],
        "pathWhitelist":null}""";
    assertThat(text(ManifestJson.write(read(json))))
        .isEqualTo(
            """
            {"acKind":"ImageManifest","acVersion":"0.8.11","name":"a",\
            "app":{"exec":[],"user":"0","group":"0","ports":[{"name":"p","protocol":"tcp",\
            "port":1,"count":1,"socketActivated":false}]},\
            "dependencies":[{"imageName":"d"}]}""");
  }

  @Test
  void ignoresTheCaseOfFieldNames() throws ManifestException {
    String json =
        """
        {"ACKIND":"ImageManifest","acversion":"0.8.11","Name":"a",
        "app":{"user":"0","group":"0","supplementaryGids":[5]}}""";
    assertThat(read(json).app().orElseThrow().supplementaryGIDs()).containsExactly(5L);
  }

  @Test
  void refusesExtensionsWithTheNameOfAField() {
    ImageManifest manifest =
        ImageManifest.builder("a")
            .extensions(new Extensions(Map.of("acKind", new JsonString("x"))))
            .build();
    assertThatThrownBy(() -> ManifestJson.write(manifest))
        .hasMessage("extension field 'acKind' must not be a field of the specification");
  }

  static ImageManifest read(String json) throws ManifestException {
    return ManifestJson.readImage(json.getBytes(StandardCharsets.UTF_8), "test");
  }

  private static String pretty(ImageManifest manifest) {
    return text(ManifestJson.writePretty(manifest));
  }

  private static String text(byte[] json) {
    return new String(json, StandardCharsets.UTF_8);
  }
}
