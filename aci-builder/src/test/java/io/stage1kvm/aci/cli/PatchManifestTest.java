package io.stage1kvm.aci.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatchManifestTest {
  @TempDir private Path dir;
  private final Command aci = new Command();
  private Path image;
  private Path patched;

  @BeforeEach
  void makeImage() throws Exception {
    Path tree = Files.createDirectories(dir.resolve("tree"));
    Files.writeString(tree.resolve("hello"), "hello");
    image = dir.resolve("app.aci");
    patched = dir.resolve("patched.aci");
    aci.output("build", "--name=example.com/app", "--user=7", "--exec=/old", tree, image);
  }

  private String manifest() throws Exception {
    return aci.output("cat-manifest", patched).strip();
  }

  @Test
  void patchesAllThatActoolPatches() throws Exception {
    aci.output(
        "patch-manifest",
        "--name=example.com/new",
        "--exec=/new  a b",
        "--user=1",
        "--group=2",
        "--supplementary-groups=3,4",
        "--capability=CAP_CHOWN,CAP_KILL",
        "--mounts=work,path=/opt,readOnly=true:work2,path=/o2",
        "--ports=query,protocol=tcp,port=8080:q2,protocol=udp,port=53",
        "--isolators=resource/cpu,request=50m,limit=100m:os/linux/oom-score-adj,100",
        "--seccomp-mode=remove,errno=EPERM",
        "--seccomp-set=ptrace,kexec_load",
        image,
        patched);

    assertThat(manifest())
        .contains("\"name\":\"example.com/new\"")
        .contains(
            """
            "app":{"exec":["/new","a","b"],"user":"1","group":"2","supplementaryGIDs":[3,4],\
            "mountPoints":[{"name":"work","path":"/opt","readOnly":true},\
            {"name":"work2","path":"/o2"}],\
            "ports":[{"name":"query","protocol":"tcp","port":8080,"count":1,\
            "socketActivated":false},{"name":"q2","protocol":"udp","port":53,"count":1,\
            "socketActivated":false}],\
            "isolators":[{"name":"os/linux/capabilities-retain-set",\
            "value":{"set":["CAP_CHOWN","CAP_KILL"]}},\
            {"name":"os/linux/seccomp-remove-set",\
            "value":{"set":["ptrace","kexec_load"],"errno":"EPERM"}},\
            {"name":"resource/cpu","value":{"request":"50m","limit":"100m"}},\
            {"name":"os/linux/oom-score-adj","value":100}]}""");
  }

  @Test
  void changesNothingButTheManifest() throws Exception {
    String id = aci.output("patch-manifest", "--no-compression", "--user=9", image, patched);

    assertThat(aci.output("id", patched)).isEqualTo(id);
    assertThat(aci.run("diff", image, patched)).isEqualTo(1);
    assertThat(aci.out()).isEqualTo("! manifest $.app.user: \"7\" | \"9\"\n");
  }

  @Test
  void replacesTheImage() throws Exception {
    String id = aci.output("patch-manifest", "--replace", "--name=example.com/b", image);

    assertThat(aci.output("id", image)).isEqualTo(id);
    assertThat(aci.output("cat-manifest", image)).contains("example.com/b");
  }

  @Test
  void takesAWholeManifest() throws Exception {
    String json = "{\"acKind\":\"ImageManifest\",\"acVersion\":\"0.8.11\",\"name\":\"a\"}";
    Path file = Files.writeString(dir.resolve("manifest"), json);

    aci.output("patch-manifest", "--manifest", file, image, patched);

    assertThat(manifest()).isEqualTo(json);
    aci.fails(
        2,
        "aci: --manifest does not go together with single changes\n"
            + "hint: see 'aci patch-manifest --help'",
        "patch-manifest",
        "--manifest",
        file,
        "--name=b",
        image,
        patched);
  }

  @Test
  void overridesTheOtherKindOfCapabilities() throws Exception {
    aci.output("patch-manifest", "--replace", "--capability=CAP_CHOWN", image);
    aci.output("patch-manifest", "--revoke-capability=CAP_KILL", image, patched);

    assertThat(manifest())
        .contains("\"os/linux/capabilities-remove-set\",\"value\":{\"set\":[\"CAP_KILL\"]}")
        .doesNotContain("retain-set");
  }

  @Test
  void makesAnAppOnlyForAnExec() throws Exception {
    Path bare = dir.resolve("bare.aci");
    aci.output("build", "--name=example.com/bare", dir.resolve("tree"), bare);

    aci.fails(
        1,
        "aci: cannot edit image '" + bare + "': manifest must have an app, or the patch an exec",
        "patch-manifest",
        "--user=1",
        bare,
        patched);
    assertThat(patched).doesNotExist();
    aci.output("patch-manifest", "--user=1", "--exec=/x", bare, patched);
    assertThat(manifest()).contains("\"app\":{\"exec\":[\"/x\"],\"user\":\"1\",\"group\":\"0\"}");
  }

  @Test
  void refusesWhatDoesNotFit() throws Exception {
    refuses("give either OUTPUT or --replace", "--user=1", image);
    refuses("--replace and --overwrite do not go together", "--replace", "--overwrite", image);
    refuses(
        "isolator 'os/linux/seccomp-retain-set' must be a resource or have a number or truth as"
            + " its value",
        "--isolators=os/linux/seccomp-retain-set,x=1",
        image,
        patched);
    refuses(
        "isolator 'resource/cpu,limit' must have the form NAME,KEY=VALUE,…, each key once",
        "--isolators=resource/cpu,limit",
        image,
        patched);
    refuses(
        "--seccomp-mode must be given together with --seccomp-set",
        "--seccomp-set=x",
        image,
        patched);
  }

  private void refuses(String error, Object... args) throws Exception {
    Object[] all = new Object[args.length + 1];
    all[0] = "patch-manifest";
    System.arraycopy(args, 0, all, 1, args.length);
    aci.fails(2, "aci: " + error + "\nhint: see 'aci patch-manifest --help'", all);
  }

  @Test
  void refusesAnOutputThatIsThere() throws IOException, Exception {
    aci.fails(
        1,
        "aci: cannot write image '" + image + "': it exists already\nhint: use --overwrite",
        "patch-manifest",
        "--user=1",
        image,
        image);
  }
}
