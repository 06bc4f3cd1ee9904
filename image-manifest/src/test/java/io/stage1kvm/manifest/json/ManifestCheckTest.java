package io.stage1kvm.manifest.json;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.manifest.type.ManifestRule;
import io.stage1kvm.manifest.type.ManifestRule.Level;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ManifestCheckTest {
  private static List<ManifestFinding> check(String json) {
    return ManifestCheck.any(json.getBytes(StandardCharsets.UTF_8));
  }

  private static String show(ManifestFinding f) {
    return "%d:%d %s %s: %s".formatted(f.line(), f.column(), f.path(), f.rule().id(), f.message());
  }

  @Test
  void findsNothingInGoodManifests() {
    assertThat(check(ImageJsonTest.FULL))
        .extracting(ManifestFinding::rule)
        .containsOnly(
            ManifestRule.ISOLATOR_UNKNOWN,
            ManifestRule.FIELD_UNKNOWN,
            ManifestRule.IMAGE_ID_COMPLETE);
    assertThat(check("{\"acKind\":\"ImageManifest\",\"acVersion\":\"0.8.11\",\"name\":\"a.b/c\"}"))
        .isEmpty();
  }

  @Test
  void findsEverythingInOneDocument() {
    String json =
        """
        {
          "acKind": "ImageManifest",
          "acVersion": "0.8",
          "name": "A",
          "labels": [
            {"name": "os", "value": "plan9"},
            {"name": "x", "value": 1},
            {"name": "x", "value": ""},
            {"name": "x", "value": ""}
          ],
          "app": {
            "user": "",
            "exec": ["/a", 5],
            "enviroment": [],
            "ports": [{"name": "p", "port": 0}],
            "eventHandlers": [{"name": "pre-start"}, {"name": "stop"}, {"name": "pre-start"}],
            "supplementaryGIDs": [-1, "x"],
            "isolators": [
              {"name": "os/unix/sysctl", "value": {"a": 1}},
              {"name": "resource/cpu", "value": {"limit": "x", "request": "y"}}
            ]
          },
          "pathWhitelist": ["a", "/b", "c"]
        }""";
    assertThat(check(json))
        .extracting(ManifestCheckTest::show)
        .containsExactly(
            "3:16 $.acVersion ac-version: AC version '0.8' must have the form of SemVer 2.0.0",
            "4:11 $.name ac-identifier: AC identifier 'A' must contain only lower case letters,"
                + " digits and '-._~/'",
            "6:29 $.labels[0].value label-os-arch: os 'plan9' must be one of darwin, freebsd,"
                + " linux",
            "7:28 $.labels[1].value json-type: must be a string, not a number",
            "9:14 $.labels[3].name unique: label 'x' must not be given twice",
            "11:10 $.app.group required: group must be set",
            "12:13 $.app.user not-empty: user must not be empty",
            "13:20 $.app.exec[1] json-type: must be a string, not a number",
            "14:19 $.app.enviroment field-unknown: field 'enviroment' is not of the specification;"
                + " did you mean 'environment'?",
            "15:15 $.app.ports[0].protocol required-unseen: protocol must be set",
            "15:37 $.app.ports[0].port port-range: port '0' must be between 1 and 65535",
            "16:55 $.app.eventHandlers[1].name event: event 'stop' must be 'pre-start' or"
                + " 'post-stop'",
            "16:73 $.app.eventHandlers[2].name unique: event handler 'pre-start' must not be given"
                + " twice",
            "17:27 $.app.supplementaryGIDs[0] id-range: group ID '-1' must be between 0 and"
                + " 4294967294",
            "17:31 $.app.supplementaryGIDs[1] json-type: must be an integer, not a string",
            "19:7 $.app.isolators[0] isolator-scope: isolator 'os/unix/sysctl' is for a pod only",
            "19:49 $.app.isolators[0].value.a json-type: must be a string, not a number",
            "20:51 $.app.isolators[1].value.limit quantity: quantity 'x' must be a number with an"
                + " optional suffix n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei or"
                + " e<exponent>",
            "20:67 $.app.isolators[1].value.request quantity: quantity 'y' must be a number with"
                + " an optional suffix n, u, m, k, M, G, T, P, E, Ki, Mi, Gi, Ti, Pi, Ei or"
                + " e<exponent>",
            "23:21 $.pathWhitelist[0] path-absolute-unseen: path 'a' must be absolute",
            "23:32 $.pathWhitelist[2] path-absolute-unseen: path 'c' must be absolute");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          "apps":[{"name":"a","image":{"id":"sha512-1"},"app":{"user":"0","group":"0","ports":[{"name":"p","protocol":"tcp","port":1}]}},{"name":"b","image":{"id":"sha512-1"},"app":{"user":"0","group":"0","ports":[{"name":"p","protocol":"tcp","port":1}]}}] | port-names $.apps[1].app.ports[0].name
          "apps":[{"name":"a","image":{"id":"sha512-1"},"app":{"user":"0","group":"0"}}],"ports":[{"name":"p","hostPort":1}] | port-target $.ports[0].name
          "apps":[{"name":"a","image":{"id":"sha512-1"},"mounts":[{"volume":"v","path":"/a"}]}] | mount-volume $.apps[0].mounts[0].volume
          "apps":[{"name":"a","image":{"id":"sha512-1"},"app":{"user":"0","group":"0","mountPoints":[{"name":"m","path":"/m"}]}}] | mount-point $.apps[0].app.mountPoints[0]
          "volumes":[{"name":"v","kind":"empty"}],"apps":[{"name":"a","image":{"id":"sha512-1"},"mounts":[{"volume":"v","path":"/a"},{"volume":"v","path":"a/b/"}]}] | mount-overlap $.apps[0].mounts[1].path
          "apps":[],"isolators":[{"name":"os/linux/no-new-privileges","value":true}] | isolator-scope $.isolators[0]
          "apps":[],"Volumes":[] | field-case $.Volumes
          "apps":[{"name":"a","image":{"id":"sha512-..."}}] | image-id-elided $.apps[0].image.id
          "apps":[{"name":"a--b","image":{"id":"sha512-1"}}] | name-separators $.apps[0].name
          "apps":[],"isolators":[{"name":"example.com/x"}] | isolator-no-value $.isolators[0]
          "apps":[],"isolators":[{"name":"resource/memory","value":{"limit":"4K"}}] | quantity-kilo $.isolators[0].value.limit
          """)
  void warnsOfWhatTheSpecificationWantsOfPods(String members, String finding) {
    assertThat(check("{\"acKind\":\"PodManifest\",\"acVersion\":\"0.8.11\",%s}".formatted(members)))
        .filteredOn(f -> f.rule().level() == Level.WARNING)
        .extracting(f -> f.rule().id() + " " + f.path())
        .contains(finding);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          ImageManifest | "acVersion":"0.8.11","name":"a","labels":[{"name":"arch","value":"arm"}] | WARNING | label-arch-alone
          ImageManifest | "acVersion":"0.9.0","name":"a" | ERROR | ac-version-known
          ImageManifest | "acVersion":"0.8.11","name":"app" | WARNING | name-url
          ImageManifest | "acVersion":"0.8.11","name":"team/app" | WARNING | name-url
          ImageManifest | "acVersion":"0.8.11","name":"a","app":{"user":"0","group":"0","ports":[{"name":"p","protocol":"http","port":1}]} | WARNING | port-protocol
          ImageManifest | "acVersion":"0.8.11","name":"a","app":{"user":"0","group":"0","ports":[{"name":"p","protocol":"tcp","port":1,"count":0}]} | ERROR | port-count
          ImageManifest | "acVersion":"0.8.11","name":"a","labels":null | ERROR | field-null
          ImageManifest | "acVersion":"0.8.11","name":"a","app":{"user":"0","group":"0","isolators":[{"name":"resource/cpu","value":{"limit":"1n"}}]} | ERROR | quantity-suffix
          ImageManifest | "acVersion":"0.8.11","name":"a","app":{"user":"0","group":"0","isolators":[{"name":"resource/cpu","value":{"limit":1}}]} | ERROR | quantity-number
          PodManifest | "acVersion":"0.8.11","apps":[{"name":"a","image":{}}] | ERROR | pod-resolved
          PodManifest | "acVersion":"0.8.11","apps":[] | ERROR | pod-apps
          PodManifest | "acVersion":"0.8.11","apps":[{"name":"a","image":{"id":"sha512-1"}}],"annotations":[{"name":"a.b","value":""}] | ERROR | pod-annotation-name
          """)
  void judgesByTheLetterWhatCanBeRead(String kind, String members, Level strict, String rule) {
    List<ManifestFinding> findings = check("{\"acKind\":\"%s\",%s}".formatted(kind, members));
    assertThat(findings).noneMatch(f -> f.rule().level() == Level.ERROR);
    assertThat(findings)
        .filteredOn(f -> f.rule().id().equals(rule))
        .singleElement()
        .satisfies(f -> assertThat(f.rule().strict()).isEqualTo(strict));
  }

  @Test
  void givesFindingsToAnyText() {
    assertThat(check(""))
        .extracting(ManifestCheckTest::show)
        .containsExactly("1:1 $ json-syntax: document must not be empty");
    assertThat(check("[]"))
        .extracting(ManifestCheckTest::show)
        .containsExactly("1:1 $ json-type: must be an object");
    assertThat(check("{\"acKind\":\"Pod\",\"apps\":[{}]}"))
        .extracting(f -> f.rule().id() + " " + f.path())
        .containsExactly(
            "required-unseen $.acVersion",
            "ac-kind $.acKind",
            "required-unseen $.apps[0].name",
            "required-unseen $.apps[0].image");
  }

  @Test
  void endsAfterTwoHundredFindings() {
    String labels = "{},".repeat(1000) + "{}";
    assertThat(check("{\"acKind\":\"ImageManifest\",\"labels\":[" + labels + "]}")).hasSize(200);
  }

  /// Who judges and who reads agree on every document.
  @Test
  void findsAnErrorExactlyWhereTheReaderRefuses() {
    long seed = Long.getLong("stage1kvm.seed", System.nanoTime());
    System.out.println("ManifestCheckTest: -Dstage1kvm.seed=" + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 6000; i++) {
      byte[] json = MutationTest.damaged(random);
      boolean read = true;
      try {
        ManifestJson.read(json, "test");
      } catch (ManifestException e) {
        read = false;
      }
      assertThat(ManifestCheck.any(json).stream().noneMatch(f -> f.rule().level() == Level.ERROR))
          .as(new String(json, StandardCharsets.UTF_8))
          .isEqualTo(read);
    }
  }

  @Test
  void explainsEveryRuleThatActoolJudgesOtherwise() {
    for (ManifestRule rule : ManifestRule.values()) {
      boolean error = rule.level() == Level.ERROR;
      boolean refused = rule.actool() == ManifestRule.Actool.REFUSES;
      assertThat(rule.adr().isPresent()).as(rule.id()).isEqualTo(error != refused);
      assertThat(rule.id()).matches("[a-z0-9]+(-[a-z0-9]+)*");
      assertThat(rule.hint()).isNotBlank();
      assertThat(rule.section()).matches("(aci|types|pods|ace)\\.md(#[a-z-]+)?");
    }
  }
}
