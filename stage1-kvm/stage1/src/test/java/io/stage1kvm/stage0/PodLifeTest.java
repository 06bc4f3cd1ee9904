package io.stage1kvm.stage0;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.pod.PodDirectory;
import io.stage1kvm.stage0.TestHost.Outcome;
import io.stage1kvm.stage0.TestHost.Started;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The whole contract with a stage1 that is a script: what it is given, and what the commands make
/// of what it leaves. As root.
final class PodLifeTest {
  @TempDir private Path home;
  private TestHost host;

  @BeforeEach
  void makeHost() throws Exception {
    host = new TestHost(home);
    host.stage1();
    host.app("web");
  }

  @AfterEach
  void clean() throws IOException {
    Files.deleteIfExists(host.dump("hold"));
    host.clean();
  }

  private PodDirectory pod() throws Exception {
    return new PodDirectory(host.data().resolve("pods/run").resolve(host.uuid()));
  }

  private boolean overlay() {
    try {
      Overlay.probe(home);
      return true;
    } catch (IOException ignored) {
      return false;
    }
  }

  @Test
  void becomesStage1WithLockDirectoryAndEnvironment() throws Exception {
    Started run = host.start("run", "--hypervisor=qemu", "--uuid-file-save=uuid", "web.aci");
    Outcome outcome = run.await();

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isZero();
    String uuid = host.uuid();
    assertThat(home.resolve("uuid")).hasContent(uuid);
    Path directory = pod().root();
    assertThat(host.dumped("run/pid")).isEqualTo(Long.toString(run.process().pid()));
    assertThat(host.dumped("run/cwd")).isEqualTo(directory.toString());
    assertThat(host.dumped("run/argv").lines())
        .containsExactly(
            directory.resolve("stage1/rootfs/run").toString(),
            "--net=default",
            "--local-config=/etc/rkt",
            uuid);
    List<String> environment = host.dumped("run/env").lines().toList();
    String lock = environment.get(environment.size() - 3).replace("RKT_LOCK_FD=", "");
    assertThat(environment)
        .endsWith(
            "STAGE1_KVM_HYPERVISOR=qemu",
            "RKT_LOCK_FD=" + lock,
            "RKT_SELINUX_CONTEXT=",
            "RKT_SELINUX_MOUNT_CONTEXT=");
    assertThat(host.dumped("run/lock")).containsPattern("lock:\t1: FLOCK +ADVISORY +WRITE");
    assertThat(host.dumped("run/fds")).contains(lock + " -> " + directory);
    assertThat(host.dumped("run/blocked")).isEqualTo("0000000000000000");
  }

  @Test
  void leavesNoDescriptorOpenButTheLock() throws Exception {
    host.run("run", "web.aci");

    // The shell reads its script from a descriptor of its own.
    List<String> fds =
        host.dumped("run/fds")
            .lines()
            .filter(fd -> fd.contains(" -> ") && !fd.endsWith("/rootfs/run"))
            .toList();
    assertThat(fds).hasSize(4);
    assertThat(fds.getFirst()).endsWith(" 0 -> /dev/null");
  }

  @Test
  void preparesTheDirectoryThatRktPrepares() throws Exception {
    Files.writeString(host.dump("hold"), "");
    Started run = host.start("run", "--no-overlay", "--dns=8.8.8.8", "web.aci", "--name=a");
    host.await("run/hello");
    assertThat(tree(pod().root()))
        .contains(
            "rwxr-x--- appsinfo",
            "rwxr-x--- appsinfo/a",
            "rw-r----- appsinfo/a/manifest",
            "rw-r----- pod",
            "rw-r----- pod-created",
            "rw------- pod.lck",
            "rwxr-x--- stage1",
            "rw-r----- stage1/manifest",
            "rw-r--r-- stage1/rootfs/etc/rkt-resolv.conf",
            "rwxr-x--- stage1/rootfs/opt/stage2/a",
            "rw-r--r-- stage1/rootfs/opt/stage2/a/manifest",
            "rwxr-xr-x stage1/rootfs/opt/stage2/a/rootfs",
            "rw-r----- stage1TreeStoreID")
        .doesNotContain("rw-r--r-- overlay-prepared", "rw-r----- appsinfo/a/treeStoreID");
    assertThat(Files.readSymbolicLink(pod().appRootfs("a").resolve("etc/mtab")))
        .isEqualTo(Path.of("../proc/self/mounts"));
    assertThat(Files.getPosixFilePermissions(pod().root()))
        .isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
    assertThat(Files.readString(pod().stage1TreeId())).matches("deps-sha512-[0-9a-f]{64}");
    assertThat(host.mounts()).isEmpty();
    Files.delete(host.dump("hold"));
    assertThat(run.await().status()).isZero();
  }

  private static List<String> tree(Path root) throws IOException {
    try (Stream<Path> paths = Files.walk(root)) {
      return paths
          .filter(path -> !Files.isSymbolicLink(path))
          .map(path -> mode(path) + " " + root.relativize(path))
          .toList();
    }
  }

  private static String mode(Path path) {
    try {
      return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void mountsOverlaysAndKeepsTheImagesAsTheyWere() throws Exception {
    org.junit.jupiter.api.Assumptions.assumeTrue(overlay(), "overlays cannot be mounted here");
    host.app("db");
    assertThat(host.run("run", "web.aci", "---", "db.aci", "---", "web.aci", "--name=two").err())
        .isEmpty();

    assertThat(host.dumped("run/hello").lines())
        .containsExactlyInAnyOrder("hello from web", "hello from db", "hello from web");
    assertThat(host.mounts())
        .containsExactly(
            pod().appRootfs("two"),
            pod().appRootfs("db"),
            pod().appRootfs("web"),
            pod().stage1Rootfs());
    Path tree = host.data().resolve("cas/tree").resolve(Files.readString(pod().appTreeId("web")));
    assertThat(tree.resolve("rootfs/hello")).hasContent("hello from web");
    String treeId = Files.readString(pod().appTreeId("web"));
    assertThat(pod().overlay(treeId).resolve("upper/web/hello")).hasContent("changed");
    assertThat(pod().overlay(treeId).resolve("upper/two/hello")).hasContent("changed");
    assertThat(pod().overlayPrepared()).exists();
    assertThat(pod().stage1Upper(Files.readString(pod().stage1TreeId())).resolve("rkt/status"))
        .isDirectory();

    // After a reboot nothing is mounted: what is known must not depend on it.
    host.clean();
    assertThat(host.run("status", host.uuid()).out()).contains("app-web=0\n", "app-two=0\n");
    assertThat(host.run("rm", host.uuid()).status()).isZero();
    assertThat(host.dumped("gc/rootfs")).contains("gc");
    assertThat(host.mounts()).isEmpty();
  }

  @Test
  void handsOnTheExitStatus() throws Exception {
    Files.writeString(host.dump("run.exit"), "5");
    Files.writeString(host.dump("status"), "5");

    assertThat(host.run("run", "--no-overlay", "web.aci").status()).isEqualTo(5);

    Outcome status = host.run("status", host.uuid().substring(0, 8));
    assertThat(status.out())
        .matches(
            "(?s)state=exited\ncreated=.*\nstarted=.*\nnetworks=\npid=\\d+\nexited=true\n"
                + "app-web=5\n");
    assertThat(host.run("list").out()).contains("\tweb\texample.com/web:1.0.0\texited\t");
    assertThat(host.run("stop", host.uuid()).out())
        .isEqualTo("pod \"" + host.uuid() + "\" is already stopped\n");
  }

  @Test
  void entersStopsAndWaits() throws Exception {
    Files.writeString(host.dump("hold"), "");
    Files.writeString(host.dump("enter.exit"), "42");
    Started run = host.start("run", "--no-overlay", "web.aci");
    host.await("run/hello");
    String uuid = host.uuid();
    assertThat(host.run("status", "--wait-ready=20s", uuid).out()).startsWith("state=running\n");

    assertThat(host.run("enter", uuid, "/bin/ls", "-l", "two words").status()).isEqualTo(42);
    assertThat(host.dumped("enter/argv").lines())
        .containsExactly(
            host.data()
                .resolve("cas/tree")
                .resolve(Files.readString(pod().stage1TreeId()))
                .resolve("rootfs/enter")
                .toString(),
            "--pid=" + run.process().pid(),
            "--appname=web",
            "--",
            "/bin/ls",
            "-l",
            "two words");
    assertThat(host.dumped("enter/cwd")).isEqualTo(pod().root().toString());
    assertThat(host.dumped("enter/env")).doesNotContain("RKT_LOCK_FD");
    assertThat(host.run("enter", "--app=nope", uuid, "sh").err())
        .isEqualTo("stage1-kvm: app nope is not present in pod\n");

    Outcome busy = host.run("rm", uuid);
    assertThat(busy.status()).isEqualTo(254);
    assertThat(busy.err())
        .isEqualTo(
            """
            stage1-kvm: pod "%s" is currently running
            stage1-kvm: failed to remove one or more pods
            """
                .formatted(uuid));
    assertThat(host.run("gc", "--grace-period=0s").out()).isEmpty();

    assertThat(host.run("stop", "--force", uuid).out()).isEqualTo("\"" + uuid + "\"\n");
    assertThat(host.dumped("stop/argv").lines()).endsWith("--force", uuid);
    assertThat(host.dumped("stop/cwd")).isEqualTo(pod().root().toString());
    assertThat(host.run("status", "--wait=20s", uuid).out()).startsWith("state=exited\n");
    assertThat(run.await().status()).isZero();
    assertThat(host.run("enter", uuid, "sh").err())
        .isEqualTo("stage1-kvm: pod \"" + uuid + "\" isn't currently running\n");
  }

  @Test
  void tellsWhenStopFails() throws Exception {
    Files.writeString(host.dump("hold"), "");
    Files.writeString(host.dump("stop.exit"), "3");
    Started run = host.start("run", "--no-overlay", "web.aci");
    host.await("run/hello");

    Outcome stop = host.run("stop", host.uuid());
    assertThat(stop.status()).isEqualTo(254);
    assertThat(stop.err())
        .isEqualTo(
            """
            stage1-kvm: error stopping "%s": exit status 3
            stage1-kvm: failed to stop 1 pod(s)
            """
                .formatted(host.uuid()));
    run.await();
  }

  @Test
  void showsWhatTheAppsWrote() throws Exception {
    host.run("run", "--no-overlay", "web.aci");

    assertThat(host.run("logs", host.uuid()).out()).isEqualTo("from web\n");
    assertThat(host.run("logs", "--timestamps", "--app=web", "--follow", host.uuid()).out())
        .isEqualTo("2026-01-01T00:00:00Z from web\n");
  }

  @Test
  void collectsGarbageInTwoSteps() throws Exception {
    host.run("run", "--no-overlay", "web.aci");
    String uuid = host.uuid();

    Outcome mark = host.run("gc", "--mark-only");
    assertThat(mark.err()).isEqualTo("moving pod \"" + uuid + "\" to garbage\n");
    assertThat(host.run("status", uuid).out()).startsWith("state=exited garbage\n");
    assertThat(host.run("gc").out()).isEmpty();

    Path foreign = Files.createDirectory(host.data().resolve("cas/tree/of-somebody-else"));
    Outcome sweep = host.run("--debug", "gc", "--grace-period=0s");
    assertThat(sweep.out()).isEqualTo("Garbage collecting pod \"" + uuid + "\"\n");
    assertThat(sweep.status()).isZero();
    assertThat(host.dumped("gc/argv").lines())
        .containsExactly(
            host.data().resolve("pods/exited-garbage/" + uuid + "/stage1/rootfs/gc").toString(),
            "--debug",
            "--local-config",
            "/etc/rkt",
            uuid);
    assertThat(host.dumped("gc/fds")).contains(" 0 -> /dev/null", " 1 -> /dev/null");
    assertThat(host.data().resolve("pods/exited-garbage")).isEmptyDirectory();
    assertThat(Files.list(host.data().resolve("cas/tree"))).containsExactly(foreign);
    assertThat(host.data().resolve("cas/files")).isEmptyDirectory();
  }

  @Test
  void removesPodsWhoseStage1CannotCleanUp() throws Exception {
    Files.writeString(host.dump("gc.exit"), "9");
    host.run("run", "--no-overlay", "--uuid-file-save=uuid", "web.aci");
    String uuid = host.uuid();

    Outcome rm = host.run("rm", "--uuid-file=uuid");
    assertThat(rm.status()).isZero();
    assertThat(rm.out()).isEqualTo("\"" + uuid + "\"\n");
    assertThat(rm.err())
        .isEqualTo(
            "stage1-kvm: warning: problem performing stage1 GC on \"%s\": exit status 9\n"
                .formatted(uuid));
    assertThat(host.data().resolve("pods/exited-garbage")).isEmptyDirectory();
  }

  @Test
  void collectsWhatAKilledPreparationLeft() throws Exception {
    host.run("run", "--no-overlay", "web.aci");
    host.run("rm", host.uuid());
    String uuid = "66547477-0217-4024-9645-89bbad83b069";
    Files.createDirectory(host.data().resolve("pods/prepare").resolve(uuid));

    assertThat(host.run("list", "--no-legend").out())
        .isEqualTo("66547477\t-\t-\taborted prepare\ta long while ago\t\t\n");
    Outcome gc = host.run("gc", "--grace-period=0s");
    assertThat(gc.err()).isEqualTo("moving failed prepare \"" + uuid + "\" to garbage\n");
    assertThat(host.run("list", "--no-legend").out()).isEmpty();
  }

  @Test
  void understandsUtf8WhereTheLocaleDoesNot() throws Exception {
    // By a shell, since Java writes no such words itself where this test's locale is C.
    Files.move(home.resolve("web.aci"), home.resolve("web"));
    Path script = home.resolve("script");
    Files.writeString(
        script,
        """
        umlaut=$(printf '\\303\\274')
        cp web "$umlaut.aci"
        exec "$@" "$umlaut.aci" -- "gr${umlaut}n"
        """);
    Started run = host.startBy(List.of("sh", script.toString()), "run", "--no-overlay");

    Outcome outcome = run.await();
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.status()).isZero();
    assertThat(Files.readString(pod().manifest())).contains("[\"/bin/app\",\"gr\u00fcn\"]");
    assertThat(host.dumped("run/env")).contains("LC_ALL=C\n").doesNotContain("FORMER");
    assertThat(host.dumped("run/pid")).isEqualTo(Long.toString(run.process().pid()));
  }
}
