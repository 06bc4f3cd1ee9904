package io.stage1kvm.stage0;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.manifest.App;
import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.Dependency;
import io.stage1kvm.stage0.TestHost.Outcome;
import io.stage1kvm.stage0.TestHost.Started;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Failures say what is wrong in one line, end with 254 and leave nothing behind. As root.
final class RunFailureTest {
  @TempDir private Path home;
  private TestHost host;

  @BeforeEach
  void makeHost() throws Exception {
    host = new TestHost(home);
    host.app("web");
  }

  @AfterEach
  void clean() throws IOException {
    host.clean();
  }

  private void fails(String message, String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of("run"));
    all.addAll(List.of(words));
    Outcome outcome = host.run(all.toArray(String[]::new));
    assertThat(outcome.err()).startsWith("stage1-kvm: " + message);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.status()).isEqualTo(254);
    assertNothingLeft();
  }

  private void assertNothingLeft() throws IOException {
    assertThat(host.mounts()).isEmpty();
    if (Files.isDirectory(host.data())) {
      try (Stream<Path> pods = Files.walk(host.data().resolve("pods"))) {
        assertThat(pods.filter(path -> path.getNameCount() > host.data().getNameCount() + 2))
            .isEmpty();
      }
      assertThat(host.data().resolve("cas/unpacking")).isEmptyDirectory();
    }
  }

  @Test
  void tellsWhichImageIsNotThere() throws Exception {
    fails("cannot open image '" + home + "/stage1.aci': no such file or directory\n", "web.aci");
    host.stage1();
    fails("cannot open image '" + home + "/nope.aci': no such file or directory\n", "nope.aci");
    Files.writeString(home.resolve("bad.aci"), "this is no archive");
    fails("cannot extract image '" + home + "/bad.aci': ", "bad.aci");
    fails("cannot open image '" + home + "/none.aci'", "--stage1-path=none.aci", "web.aci");
  }

  @Test
  void refusesStage1WithoutWhatTheContractNames() throws Exception {
    host.stage1("no-run", "gc");
    fails(
        "entrypoint \"coreos.com/rkt/stage1/run\" not found\n",
        "--stage1-path=no-run.aci",
        "web.aci");
    fails(
        "cannot use stage1 image 'example.com/web': it has no directory rkt/status\n",
        "--stage1-path=web.aci",
        "web.aci");
    fails(
        "cannot use stage1 image 'example.com/web': it has no directory rkt/status\n",
        "--no-overlay",
        "--stage1-path=web.aci",
        "web.aci");
  }

  @Test
  void refusesImagesThatNeedOthers() throws Exception {
    host.stage1();
    host.app(
        "top",
        ImageManifest.builder("example.com/top")
            .app(App.builder("/bin/x").build())
            .dependencies(List.of(new Dependency(new ACIdentifier("example.com/base"))))
            .build());
    fails(
        "cannot use image '"
            + home
            + "/top.aci': it depends on image 'example.com/base', and dependencies are not"
            + " supported yet\n",
        "top.aci");
  }

  @Test
  void refusesWhatCannotBeAPod() throws Exception {
    host.stage1();
    fails("multiple apps with name web\n", "web.aci", "---", "web.aci");
    fails("dangling mount point", "web.aci", "--mount=volume=v,target=/x");
    fails("unknown flag: --bogus\nhint: see 'stage1-kvm help'\n", "--bogus");
    fails("cannot save the pod's UUID: ", "--uuid-file-save=no/such/file", "web.aci");
  }

  @Test
  void usesThePodManifestByteForByte() throws Exception {
    host.stage1();
    host.run("run", "--no-overlay", "web.aci");
    String id =
        Files.readString(
            Files.list(host.data().resolve("cas/tree"))
                .filter(tree -> Files.exists(tree.resolve("rootfs/hello")))
                .findFirst()
                .orElseThrow()
                .resolve("id"));
    host.run("gc", "--grace-period=0s", "--mark-only");
    host.run("rm", host.uuid());
    String manifest =
        """
        {"acVersion":"0.8.11","acKind":"PodManifest", "apps":[
          {"name":"a","image":{"id":"%s"}} ] }
        """
            .formatted(id.substring(0, 7 + 64));
    Files.writeString(home.resolve("pod.json"), manifest);

    assertThat(host.run("run", "--no-overlay", "--pod-manifest=pod.json").err()).isEmpty();
    Path pod = host.data().resolve("pods/run").resolve(host.uuid());
    assertThat(pod.resolve("pod")).hasContent(manifest);

    host.run("rm", host.uuid());
    Files.writeString(home.resolve("pod.json"), manifest.replace("sha512-", "sha512-00"));
    Outcome unknown = host.run("run", "--pod-manifest=pod.json");
    assertThat(unknown.err()).contains("cannot find the image of app 'a': sha512-00");
    assertThat(unknown.status()).isEqualTo(254);
  }

  @Test
  void runsPodsAtOnceAndUnpacksImagesOnce() throws Exception {
    host.stage1();
    List<Started> runs = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      runs.add(host.start("run", "--no-overlay", "web.aci"));
    }
    for (Started run : runs) {
      Outcome outcome = run.await();
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.status()).isZero();
    }
    assertThat(Files.list(host.data().resolve("cas/tree"))).hasSize(2);
    assertThat(host.data().resolve("cas/unpacking")).isEmptyDirectory();
    assertThat(new Pods(new DataDirectory(host.data())).in(PodStage.RUN)).hasSize(4);
    assertThat(host.run("gc", "--grace-period=0s").status()).isZero();
    assertNothingLeft();
  }

  @Test
  void unpacksAgainWhatHasChanged() throws Exception {
    host.stage1();
    host.run("run", "--no-overlay", "web.aci");
    Files.delete(home.resolve("web.aci"));
    Files.createDirectories(home.resolve("web-tree/more"));
    host.app("web");
    host.run("run", "--no-overlay", "web.aci");

    assertThat(Files.list(host.data().resolve("cas/tree"))).hasSize(3);
  }

  @Test
  void undoesWhatItDidWhenItIsTerminated() throws Exception {
    host.stage1();
    Path slow = home.resolve("slow.aci");
    assertThat(new ProcessBuilder("mkfifo", slow.toString()).start().waitFor()).isZero();
    Started run = host.start("run", slow.toString());
    try (OutputStream half = Files.newOutputStream(slow)) {
      byte[] image = Files.readAllBytes(home.resolve("web.aci"));
      half.write(image, 0, image.length / 2);
      half.flush();
      Path unpacking = host.data().resolve("cas/unpacking");
      for (int i = 0; i < 600 && isEmpty(unpacking); i++) {
        Thread.sleep(50);
      }
      assertThat(unpacking).isNotEmptyDirectory();
      run.process().destroy();
      assertThat(run.await().status()).isEqualTo(128 + 15);
    }
    assertNothingLeft();
  }

  private static boolean isEmpty(Path directory) throws IOException {
    if (!Files.isDirectory(directory)) {
      return true;
    }
    try (Stream<Path> entries = Files.list(directory)) {
      return entries.findAny().isEmpty();
    }
  }

  @Test
  void copiesNothingWhenAFileIsKnown() throws Exception {
    host.stage1();
    host.run("run", "--no-overlay", "web.aci");
    Files.writeString(
        Files.list(host.data().resolve("cas/tree"))
            .map(tree -> tree.resolve("rootfs/hello"))
            .filter(Files::exists)
            .findFirst()
            .orElseThrow(),
        "from the cache\n");
    Files.delete(host.dump("run/hello"));

    Outcome run = host.run("--debug", "run", "--no-overlay", "web.aci");
    assertThat(host.dumped("run/hello")).isEqualTo("from the cache");
    assertThat(run.err())
        .matches("stage0: pod [0-9a-f-]{36}: images 0\\.\\d{3} s, pod directory \\d\\.\\d{3} s\n");
    assertThat(host.dumped("run/argv")).contains("--debug");
  }
}
