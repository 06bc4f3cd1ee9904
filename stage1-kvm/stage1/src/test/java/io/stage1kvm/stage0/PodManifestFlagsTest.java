package io.stage1kvm.stage0;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.PodManifest;
import io.stage1kvm.manifest.json.ManifestJson;
import io.stage1kvm.manifest.type.ImageID;
import io.stage1kvm.stage0.flag.FlagException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What the real `rkt run` makes of the same flags, as far as the manifest says the same.
final class PodManifestFlagsTest {
  private static final String A =
      """
      {"acKind":"ImageManifest","acVersion":"0.8.11","name":"example.com/app-a",
       "labels":[{"name":"version","value":"1.0.0"},{"name":"arch","value":"amd64"},
                 {"name":"os","value":"linux"}],
       "app":{"exec":["/bin/app","--flag"],"user":"0","group":"0","workingDirectory":"/",
        "environment":[{"name":"FROM_IMAGE","value":"image"},{"name":"SHARED","value":"image"}],
        "mountPoints":[{"name":"data","path":"/var/data"}],
        "ports":[{"name":"http","protocol":"tcp","port":8080,"count":1,"socketActivated":false}],
        "isolators":[{"name":"resource/memory","value":{"limit":"100M"}},
         {"name":"os/linux/capabilities-retain-set","value":{"set":["CAP_NET_BIND_SERVICE"]}}]}}
      """;
  private static final String B =
      """
      {"acKind":"ImageManifest","acVersion":"0.8.11","name":"example.com/app-b",
       "app":{"exec":["/bin/app"],"user":"user1","group":"group1"}}
      """;
  private static final String NO_APP =
      """
      {"acKind":"ImageManifest","acVersion":"0.8.11","name":"example.com/no-app"}
      """;

  @TempDir private Path directory;
  private Map<String, ImageTree> images;
  private final Map<String, String> environment = new LinkedHashMap<>();

  @BeforeEach
  void readImages() throws Exception {
    images =
        Map.of("a.aci", image(A, "a1"), "b.aci", image(B, "b2"), "no-app.aci", image(NO_APP, "c3"));
  }

  private static ImageTree image(String json, String digest) throws Exception {
    ImageManifest manifest =
        ManifestJson.readImage(json.getBytes(StandardCharsets.UTF_8), "manifest");
    return new ImageTree(new ImageID("sha512-" + digest), manifest, Path.of("/tree"));
  }

  private PodManifest manifest(String... words) throws Exception {
    RunRequest request = RunArguments.parse(List.of(words)).checked();
    List<ImageTree> trees = new ArrayList<>();
    request.apps().forEach(app -> trees.add(images.get(app.image())));
    return new PodManifestFlags(request, environment, directory).manifest(trees);
  }

  /// The JSON without what is the same in all of them.
  private String json(String... words) throws Exception {
    String json = new String(ManifestJson.write(manifest(words)), StandardCharsets.UTF_8);
    return json.replace(
            "\"annotations\":[{\"name\":\"coreos.com/rkt/stage1/mutable\",\"value\":\"false\"}]",
            "")
        .replace('"', '\'');
  }

  @Test
  void takesTheAppOfTheImage() throws Exception {
    assertThat(json("b.aci"))
        .contains(
            "{'name':'app-b','image':{'name':'example.com/app-b','id':'sha512-b2'},"
                + "'app':{'exec':['/bin/app'],'user':'user1','group':'group1'}}");
    assertThat(manifest("b.aci").annotation("coreos.com/rkt/stage1/mutable")).contains("false");
  }

  @Test
  void namesAppsByTheEndOfTheImagesName() throws Exception {
    assertThat(manifest("a.aci", "b.aci", "--name=second").apps())
        .extracting(app -> app.name().value())
        .containsExactly("app-a", "second");
    refuses("multiple apps with name app-a", "a.aci", "---", "a.aci");
    refuses("multiple apps with name app-a", "a.aci", "b.aci", "--name=app-a");
    refuses(
        "AC name 'Foo_bar' must contain only lower case letters, digits and '-'",
        "a.aci",
        "--name=Foo_bar");
  }

  @Test
  void appendsArgumentsOrReplacesTheProgram() throws Exception {
    assertThat(json("a.aci", "--", "--more", "two words"))
        .contains("'exec':['/bin/app','--flag','--more','two words']");
    assertThat(json("a.aci", "--exec=app")).contains("'exec':['app']");
    assertThat(json("a.aci", "--exec=/bin/x", "--", "y")).contains("'exec':['/bin/x','y']");
  }

  @Test
  void runsAnImageWithoutAppOnlyByName() throws Exception {
    assertThat(json("no-app.aci", "--exec=/bin/app", "--", "arg1"))
        .contains("'app':{'exec':['/bin/app','arg1'],'user':'0','group':'0'}");
    refuses("image sha512-c3 has no app section and --exec argument is not provided", "no-app.aci");
  }

  @Test
  void overridesIdentity() throws Exception {
    assertThat(
            json(
                "a.aci",
                "--user=1000",
                "--group=group1",
                "--supplementary-gids=7,8",
                "--working-dir=/tmp",
                "--readonly-rootfs"))
        .contains("'user':'1000','group':'group1','supplementaryGIDs':[7,8]")
        .contains("'workingDirectory':'/tmp'")
        .contains("'readOnlyRootFS':true");
  }

  @Test
  void mergesTheEnvironmentLaterOnesFirst() throws Exception {
    environment.put("SHARED", "inherited");
    environment.put("INHERITED", "yes");
    environment.put("BASH_FUNC_f%%", "() { :; }");
    Files.writeString(directory.resolve("env"), "# comment\n\nSHARED=file\nFILE=file\nSET=file\n");

    assertThat(
            json(
                "--inherit-env",
                "--set-env-file=env",
                "--set-env=SET=set",
                "--set-env=BOTH=set",
                "a.aci",
                "--environment=BOTH=x=y"))
        .contains(
            "'environment':[{'name':'FROM_IMAGE','value':'image'},{'name':'SHARED','value':'file'},"
                + "{'name':'INHERITED','value':'yes'},{'name':'FILE','value':'file'},"
                + "{'name':'SET','value':'set'},{'name':'BOTH','value':'x=y'}]");
    refuses("--set-env 'FOO' must be specified as key=value", "--set-env=FOO", "a.aci");
  }

  @Test
  void addsLimitsBehindTheImages() throws Exception {
    assertThat(
            json("a.aci", "--cpu=500m", "--memory=64Mi", "--cpu-shares=2048", "--oom-score-adj=5"))
        .contains(
            "'isolators':[{'name':'resource/memory','value':{'limit':'100M'}},"
                + "{'name':'os/linux/capabilities-retain-set','value':{'set':['CAP_NET_BIND_SERVICE']}},"
                + "{'name':'resource/memory','value':{'request':'64Mi','limit':'64Mi'}},"
                + "{'name':'resource/cpu','value':{'request':'500m','limit':'500m'}},"
                + "{'name':'os/linux/cpu-shares','value':2048},"
                + "{'name':'os/linux/oom-score-adj','value':5}]");
    assertThatThrownBy(() -> manifest("a.aci", "--memory=banana"))
        .hasMessageContaining("'banana' must");
  }

  @Test
  void replacesCapabilitiesAndSeccomp() throws Exception {
    assertThat(json("a.aci", "--caps-retain=CAP_A,CAP_B"))
        .contains("'os/linux/capabilities-retain-set','value':{'set':['CAP_A','CAP_B']}")
        .doesNotContain("NET_BIND");
    assertThat(json("a.aci", "--caps-remove=CAP_CHOWN"))
        .contains("'os/linux/capabilities-remove-set','value':{'set':['CAP_CHOWN']}")
        .doesNotContain("NET_BIND");
    assertThat(json("b.aci", "--seccomp=mode=retain,errno=EPERM,@docker/default-whitelist,mount"))
        .contains(
            "{'name':'os/linux/seccomp-retain-set',"
                + "'value':{'set':['@docker/default-whitelist','mount'],'errno':'EPERM'}}");
    refuses(
        "only one of --caps-retain and --caps-remove can be specified",
        "a.aci",
        "--caps-retain=CAP_A",
        "--caps-remove=CAP_B");
    refuses("--seccomp '' must have mode=retain or mode=remove", "a.aci", "--seccomp=mount");
  }

  @Test
  void makesVolumesAndMounts() throws Exception {
    assertThat(
            json(
                "--volume=data,kind=host,source=vol/src,readOnly=true,recursive=false",
                "--volume=tmp,kind=empty,mode=1777,uid=5,gid=6",
                "--mount=volume=data,target=/g",
                "--mount=volume=data,target=/same",
                "a.aci",
                "--mount=volume=tmp,target=/same",
                "b.aci"))
        .contains(
            "'volumes':[{'name':'data','kind':'host','source':'"
                + directory
                + "/vol/src',"
                + "'readOnly':true,'recursive':false},"
                + "{'name':'tmp','kind':'empty','mode':'1777','uid':5,'gid':6}]")
        .contains("'mounts':[{'volume':'tmp','path':'/same'},{'volume':'data','path':'/g'}]")
        .contains("'mounts':[{'volume':'data','path':'/g'},{'volume':'data','path':'/same'}]");
    refuses(
        "dangling mount point \"/x\": volume \"nope\" not found",
        "a.aci",
        "--mount",
        "volume=nope,target=/x");
    refuses("--mount 'volume=x' must be volume=NAME,target=PATH", "a.aci", "--mount=volume=x");
  }

  @Test
  void exposesPortsOfApps() throws Exception {
    assertThat(json("--port=http:9090", "a.aci"))
        .contains("'ports':[{'name':'http','hostPort':9090}]");
    refuses("port name \"nope\" could not be found in any apps", "--port=nope:1", "a.aci");
    refuses("--port 'http' must be NAME:[HOSTIP:]HOSTPORT", "--port=http", "a.aci");
  }

  private void refuses(String message, String... words) {
    assertThatThrownBy(() -> manifest(words))
        .isInstanceOfAny(FlagException.class, Stage0Exception.class, IllegalArgumentException.class)
        .hasMessage(message);
  }
}
