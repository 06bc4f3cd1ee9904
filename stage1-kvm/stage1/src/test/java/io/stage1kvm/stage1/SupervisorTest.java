package io.stage1kvm.stage1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.guest.message.GuestEvent;
import io.stage1kvm.guest.message.GuestSessionException;
import io.stage1kvm.pod.PodDirectory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
final class SupervisorTest {
  private static final Duration GRACE = Duration.ofSeconds(10);

  @TempDir private Path directory;
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final List<Duration> shutdowns = new ArrayList<>();
  private PodDirectory pod;
  private Supervisor supervisor;

  @BeforeEach
  void start() throws IOException {
    pod = new PodDirectory(directory);
    Files.createDirectories(pod.statusDirectory());
    supervisor = supervisor(GRACE);
  }

  private Supervisor supervisor(Duration grace) {
    Set<String> apps = Set.of("a", "b");
    AppReports reports =
        new AppReports(
            apps,
            new PrintStream(err, true, StandardCharsets.UTF_8),
            new Timeline(Optional.empty()));
    return new Supervisor(apps, new PodStatus(pod), reports, grace);
  }

  private void report(GuestEvent... events) {
    List.of(events).forEach(supervisor::event);
  }

  private int watch() throws Exception {
    return supervisor.watch(shutdowns::add);
  }

  private static GuestEvent started(String app) {
    return new GuestEvent.Started(app, 42, 1);
  }

  private static GuestEvent exited(String app, int status, int signal) {
    return new GuestEvent.Exited(app, status, signal);
  }

  @Test
  void endsWhenAllAppsHaveEnded() throws Exception {
    report(started("a"), started("b"), exited("a", 0, 0), exited("b", 0, 0));
    report(new GuestEvent.Stopped());
    assertThat(watch()).isZero();
    assertThat(shutdowns).containsExactly(GRACE);
    assertThat(pod.status("a")).hasContent("0\n");
    assertThat(pod.status("b")).hasContent("0\n");
  }

  @Test
  void shutsDownAtTheFirstFailureAndRecordsZeroForTheOthers() throws Exception {
    report(started("a"), started("b"), exited("b", 5, 0), exited("a", 0, 15));
    report(new GuestEvent.Stopped());
    assertThat(watch()).isEqualTo(5);
    assertThat(pod.status("a")).hasContent("0\n");
    assertThat(pod.status("b")).hasContent("5\n");
  }

  @Test
  void isReadyOnlyWhileAllAppsAreStartedAndThePodGoesOn() throws Exception {
    report(started("a"), started("b"), exited("a", 1, 0), exited("b", 0, 15));
    List<Boolean> readyAtShutdown = new ArrayList<>();
    report(new GuestEvent.Stopped());
    supervisor.watch(
        grace ->
            readyAtShutdown.add(Files.exists(pod.supervisorStatus(), LinkOption.NOFOLLOW_LINKS)));
    assertThat(readyAtShutdown).containsExactly(false);
  }

  @Test
  void namesTheFileThatIsMissing() throws Exception {
    report(new GuestEvent.Failed("a", "exec", "/bin/none", 2, 203), started("b"));
    report(exited("b", 0, 15), new GuestEvent.Stopped());
    assertThat(watch()).isEqualTo(203);
    assertThat(pod.status("a")).hasContent("203\n");
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("Error: Unable to open \"/bin/none\": No such file or directory\n")
        .contains(
            "stage1-kvm: app 'a': cannot start: exec '/bin/none': ENOENT (No such file or"
                + " directory)\n");
  }

  @Test
  void stopsOnRequestOnceMoreAndAtOnceByForce() throws Exception {
    report(started("a"), started("b"));
    supervisor.stop(false);
    supervisor.stop(true);
    report(exited("a", 0, 15), exited("b", 0, 15), new GuestEvent.Stopped());
    assertThat(watch()).isZero();
    assertThat(shutdowns).containsExactly(GRACE, Duration.ZERO);
  }

  @Test
  void tellsThatTheGuestWasLost() {
    GuestSessionException cause = GuestSessionException.peerClosed();
    report(started("a"));
    supervisor.ended(cause);
    assertThatThrownBy(this::watch).isSameAs(cause);
  }

  @Test
  void reportsAHandlerThatFails() throws Exception {
    report(new GuestEvent.Handler("a", GuestEvent.Which.PRE_START, 0, 3, 0));
    report(new GuestEvent.Failed("a", "pre_start", "/bin/first", 0, 1), started("b"));
    report(exited("b", 0, 15), new GuestEvent.Stopped());
    assertThat(watch()).isEqualTo(1);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("stage1-kvm: app 'a': pre-start handler 0 ended with status 3\n")
        .contains("stage1-kvm: app 'a': cannot start: pre_start '/bin/first' failed\n");
  }

  @Test
  void refusesTheEndOfAGuestWhoseAppsHaveNotEnded() {
    report(started("a"), started("b"), exited("a", 3, 0), new GuestEvent.Stopped());
    assertThatThrownBy(this::watch).hasMessageContaining("event 'stopped' must come after");
  }

  @Test
  void refusesAnEndThatNobodyAskedFor() {
    report(new GuestEvent.Stopped());
    assertThatThrownBy(this::watch).hasMessageContaining("event 'stopped' must come after");
  }

  @Test
  void keepsThePodsStatusWhenAnAppsCannotBeRecorded() throws Exception {
    Files.delete(pod.statusDirectory());
    report(started("a"), started("b"), exited("a", 7, 0), exited("b", 0, 15));
    report(new GuestEvent.Stopped());
    assertThat(watch()).isEqualTo(7);
    assertThat(shutdowns).containsExactly(GRACE);
    assertThat(err.toString(StandardCharsets.UTF_8))
        .contains("stage1-kvm: warning: cannot record status 7 of app 'a': ");
  }
}
