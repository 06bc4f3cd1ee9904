package io.stage1kvm.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.manifest.isolator.Isolators;
import io.stage1kvm.manifest.isolator.ResourceCpu;
import io.stage1kvm.manifest.type.ACName;
import io.stage1kvm.manifest.type.Annotation;
import io.stage1kvm.manifest.type.Annotations;
import io.stage1kvm.manifest.type.EventHandler;
import io.stage1kvm.manifest.type.Exec;
import io.stage1kvm.manifest.type.ImageID;
import io.stage1kvm.manifest.type.Principal;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ManifestsTest {
  private static final RuntimeApp WEB =
      new RuntimeApp(new ACName("web"), new RuntimeImage(new ImageID("sha512-aa")));

  @Test
  void changesOneThingAndKeepsTheRest() {
    App app = App.builder("/web").user("www").environment("A", "1").build();
    App changed =
        app.withExec(Exec.of("/other"))
            .withUser(new Principal("7"))
            .withGroup(new Principal("8"))
            .withEnvironment(app.environment().with("B", "2"))
            .withIsolators(Isolators.of(ResourceCpu.limit("1")));
    assertThat(changed)
        .isEqualTo(
            App.builder("/other")
                .user("7")
                .group("8")
                .environment("A", "1")
                .environment("B", "2")
                .isolator(ResourceCpu.limit("1"))
                .build());
    assertThat(changed.toBuilder().build()).isEqualTo(changed);
    assertThat(app.user()).hasToString("www");
  }

  @Test
  void changesRuntimeApps() {
    Mount mount = new Mount(new EmptyVolume("tmp"), "/tmp");
    RuntimeApp changed =
        WEB.withName(new ACName("www"))
            .withApp(App.builder("/web").build())
            .withReadOnlyRootFS(true)
            .withMounts(List.of(mount))
            .withAnnotations(Annotations.of(new Annotation("a", "b")));
    assertThat(changed.image()).isEqualTo(WEB.image());
    assertThat(changed.mounts()).containsExactly(mount);
    assertThat(changed.readOnlyRootFS()).isTrue();
    assertThat(changed.app()).isPresent();
  }

  @Test
  void buildsPods() {
    PodManifest pod =
        PodManifest.builder()
            .app(WEB)
            .volume(new HostVolume("data", "/srv"))
            .annotation("a", "b")
            .ports(List.of(new ExposedPort("http", 80)))
            .build();
    assertThat(pod.toBuilder().build()).isEqualTo(pod);
    assertThat(pod.app(new ACName("web"))).contains(WEB);
    assertThat(pod.volume(new ACName("none"))).isEmpty();
  }

  @Test
  void refusesTwiceTheSame() {
    assertThatThrownBy(() -> PodManifest.builder().app(WEB).app(WEB).build())
        .hasMessage("app 'web' must not be given twice");
    assertThatThrownBy(
            () ->
                PodManifest.builder()
                    .volume(new EmptyVolume("a"))
                    .volume(new HostVolume("a", "/a"))
                    .build())
        .hasMessage("volume 'a' must not be given twice");
    EventHandler handler = new EventHandler(EventHandler.Event.PRE_START, Exec.NONE);
    assertThatThrownBy(() -> App.builder().eventHandlers(List.of(handler, handler)).build())
        .hasMessage("event handler 'pre-start' must not be given twice");
  }

  @Test
  void refusesImpossibleGroups() {
    assertThatThrownBy(() -> App.builder().supplementaryGIDs(List.of(1L, -1L)).build())
        .hasMessage("group ID '-1' must be between 0 and 4294967294");
  }

  @Test
  void copiesWhatItIsGiven() {
    List<String> args = new ArrayList<>(List.of("/a"));
    Exec exec = new Exec(args);
    args.add("b");
    assertThat(exec.args()).containsExactly("/a");
    assertThatThrownBy(() -> exec.args().add("c"))
        .isInstanceOf(UnsupportedOperationException.class);
  }
}
