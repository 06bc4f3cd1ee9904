package io.stage1kvm.pod;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.guest.message.GuestApp;
import io.stage1kvm.guest.message.GuestOp;
import io.stage1kvm.guest.message.GuestStdio;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class PodPlanTest {
  private static final String IMAGE_ID = "sha512-" + "0".repeat(128);

  @TempDir private Path directory;
  private PodDirectory pod;

  @BeforeEach
  void makeApp() throws IOException {
    pod = new PodDirectory(directory);
    Files.createDirectories(pod.appRootfs("app").resolve("bin"));
    Path program = pod.appRootfs("app").resolve("bin/tool");
    Files.writeString(program, "");
    program.toFile().setExecutable(true);
    image("");
  }

  private void image(String more) throws IOException {
    Files.writeString(
        pod.appManifest("app"),
        """
        {"acKind": "ImageManifest", "acVersion": "0.8.11", "name": "example.com/app",
         "app": {"exec": ["/bin/tool", "a b"], "user": "0", "group": "0"%s}}
        """
            .formatted(more));
  }

  private void pod(String app, String more) throws IOException {
    Files.writeString(
        pod.manifest(),
        """
        {"acVersion": "1.30.0", "acKind": "PodManifest",
         "apps": [{"name": "app", "image": {"id": "%s"}%s}], "isolators": null, "ports": []%s}
        """
            .formatted(IMAGE_ID, app, more));
  }

  private static PlanRequest request(boolean interactive) {
    return request(interactive, "rkt-host");
  }

  private static PlanRequest request(boolean interactive, String hostname) {
    return new PlanRequest(
        hostname,
        interactive ? Optional.of(new PlanRequest.Window(24, 80, "xterm")) : Optional.empty(),
        interactive,
        true,
        true,
        true,
        List.of(),
        Optional.of(new PodFile("hosts-fallback", "/etc/hosts", "127.0.0.1 localhost\n")),
        512,
        Optional.empty(),
        2);
  }

  private PodPlan compile(boolean interactive) throws PodException {
    return PodPlan.compile(
        LoadedPod.read(pod), request(interactive), new AtomicInteger()::incrementAndGet);
  }

  private GuestApp app(boolean interactive) throws PodException {
    return compile(interactive).guest().apps().getFirst();
  }

  @Test
  void takesTheImagesAppWhenThePodManifestHasNone() throws Exception {
    pod("", "");
    GuestApp app = app(false);
    assertThat(app.main().argv()).containsExactly("/bin/tool", "a b");
    assertThat(app.main().cwd()).isEqualTo("/");
    assertThat(app.main().env())
        .contains("AC_APP_NAME=app", "container=rkt", "HOME=/root")
        .noneMatch(v -> v.startsWith("TERM="));
    assertThat(app.main().stdio()).isEqualTo(new GuestStdio.Pipes(0, 1, 2));
    assertThat(app.main().bounding()).isEqualTo(Capability.mask(Capability.DEFAULT));
    assertThat(app.root()).isEqualTo("/share/apps/app/rootfs");
  }

  @Test
  void prefersThePodManifestsApp() throws Exception {
    pod(
        ", \"readOnlyRootFS\": true, \"app\": {\"exec\": [\"tool\"], \"user\": \"7\","
            + " \"group\": \"8\", \"environment\": [{\"name\": \"HOME\", \"value\": \"/x\"}]}",
        "");
    GuestApp app = app(false);
    assertThat(app.readOnlyRoot()).isTrue();
    assertThat(app.main().path()).isEqualTo("/bin/tool");
    assertThat(app.main().uid()).isEqualTo(7);
    assertThat(app.main().gid()).isEqualTo(8);
    assertThat(app.main().env()).contains("HOME=/x").doesNotContain("HOME=/root");
  }

  @Test
  void givesTheTerminalToAnInteractiveApp() throws Exception {
    pod("", "");
    GuestApp app = app(true);
    assertThat(app.main().stdio()).isEqualTo(new GuestStdio.Tty(1, 24, 80));
    assertThat(app.main().env()).contains("TERM=xterm");
  }

  @Test
  void placesVolumesAndInventsMissingOnes() throws Exception {
    image(
        ", \"mountPoints\": [{\"name\": \"data\", \"path\": \"/data\", \"readOnly\": true},"
            + " {\"name\": \"cache\", \"path\": \"/cache\"}]");
    pod("", ", \"volumes\": [{\"name\": \"data\", \"kind\": \"host\", \"source\": \"/srv\"}]");
    PodPlan plan = compile(false);
    assertThat(plan.volumes())
        .extracting(PodVolume::name, PodVolume::readOnly)
        .containsExactly(
            org.assertj.core.api.Assertions.tuple("data", true),
            org.assertj.core.api.Assertions.tuple("app-cache", false));
    assertThat(plan.warnings())
        .containsExactly(
            "no volume given for mount point 'cache' of app 'app': using an empty one");
    assertThat(plan.guest().apps().getFirst().setup())
        .contains(
            new GuestOp.Bind("/data", "/share/volumes/data", true, 1, false),
            new GuestOp.Bind("/cache", "/share/volumes/app-cache", true, 0, false));
  }

  @Test
  void refusesAMountOfAnUnknownVolume() throws Exception {
    pod(", \"mounts\": [{\"volume\": \"nope\", \"path\": \"/x\"}]", "");
    assertThatThrownBy(() -> compile(false)).hasMessage("app 'app': could not find volume nope");
  }

  @Test
  void bindsTheFallbackHostsOnlyWhereAnImageHasNone() throws Exception {
    pod("", "");
    assertThat(app(false).setup()).anyMatch(op -> op.path().equals("/etc/hosts"));
    Files.createDirectories(pod.appRootfs("app").resolve("etc"));
    Files.writeString(pod.appRootfs("app").resolve("etc/hosts"), "");
    assertThat(app(false).setup()).noneMatch(op -> op.path().equals("/etc/hosts"));
  }

  @Test
  void runsHandlersAsRootWithAllCapabilities() throws Exception {
    image(", \"eventHandlers\": [{\"name\": \"pre-start\", \"exec\": [\"/bin/tool\", \"first\"]}]");
    pod("", "");
    GuestApp app = app(false);
    assertThat(app.preStart()).hasSize(1);
    assertThat(app.preStart().getFirst().argv()).containsExactly("/bin/tool", "first");
    assertThat(app.preStart().getFirst().bounding()).isEqualTo((1L << 41) - 1);
    assertThat(app.postStop()).isEmpty();
  }

  @Test
  void refusesAnImageWithoutAProgram() throws Exception {
    Files.writeString(
        pod.appManifest("app"),
        """
        {"acKind": "ImageManifest", "acVersion": "0.8.11", "name": "example.com/app"}
        """);
    pod("", "");
    assertThatThrownBy(() -> compile(false))
        .hasMessage("image \"example.com/app\" has an empty \"exec\" (try --exec=BINARY)");
  }

  @Test
  void looksForTheImagesHostsFileInTheImageOnly() throws Exception {
    pod("", "");
    Path etc = Files.createDirectories(pod.appRootfs("app").resolve("etc"));
    Files.createSymbolicLink(etc.resolve("hosts"), Path.of("/etc/passwd"));
    assertThat(boundPaths(app(false))).contains("/etc/hosts");
    Files.writeString(etc.resolve("passwd"), "");
    assertThat(boundPaths(app(false))).doesNotContain("/etc/hosts");
  }

  private static List<String> boundPaths(GuestApp app) {
    return app.setup().stream()
        .flatMap(op -> op instanceof GuestOp.Bind bind ? Stream.of(bind.path()) : Stream.empty())
        .toList();
  }

  @Test
  void doesNotGiveAHostVolumeToAMountPointThatWasToBeEmpty() throws Exception {
    image(
        ", \"mountPoints\": [{\"name\": \"data\", \"path\": \"/data\"},"
            + " {\"name\": \"app-data\", \"path\": \"/other\"}]");
    pod("", ", \"volumes\": [{\"name\": \"app-data\", \"kind\": \"host\", \"source\": \"/srv\"}]");
    assertThatThrownBy(() -> compile(false)).hasMessage("duplicate volume name \"app-data\"");
  }

  @Test
  void refusesAPodWithoutApps() throws Exception {
    Files.writeString(
        pod.manifest(), "{\"acVersion\": \"1.30.0\", \"acKind\": \"PodManifest\", \"apps\": []}");
    assertThatThrownBy(() -> compile(false)).hasMessageContaining("must have an app");
  }

  @Test
  void refusesAHostnameThatNoKernelTakes() throws Exception {
    pod("", "");
    LoadedPod loaded = LoadedPod.read(pod);
    PlanRequest request = request(false, "h".repeat(65));
    assertThatThrownBy(() -> PodPlan.compile(loaded, request, new AtomicInteger()::incrementAndGet))
        .isInstanceOf(PodException.class)
        .hasMessageContaining("hostname 'hhhh");
  }
}
