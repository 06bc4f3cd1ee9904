package io.stage1kvm.manifest.isolator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.JsonValue.JsonNull;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IsolatorsTest {
  private static final Isolator RETAIN = LinuxCapabilitiesRetainSet.of("CAP_CHOWN");
  private static final Isolator REMOVE = LinuxCapabilitiesRemoveSet.of("CAP_CHOWN");

  @Test
  void countsTheLastOfAKind() {
    Isolators isolators =
        Isolators.of(
            ResourceMemory.limit("1G"), ResourceCpu.limit("1"), ResourceMemory.limit("2G"));
    assertThat(isolators.last(ResourceMemory.class)).contains(ResourceMemory.limit("2G"));
    assertThat(isolators.all(ResourceMemory.class)).hasSize(2);
    assertThat(isolators.last(UnixSysctl.class)).isEmpty();
  }

  @Test
  void refusesConflicts() {
    assertThatThrownBy(() -> Isolators.of(RETAIN, REMOVE))
        .hasMessage(
            "isolator 'os/linux/capabilities-remove-set' must not be used together with"
                + " 'os/linux/capabilities-retain-set'");
    assertThatThrownBy(
            () -> Isolators.of(LinuxSeccompRemoveSet.of("mount"), LinuxSeccompRetainSet.of("read")))
        .hasMessage(
            "isolator 'os/linux/seccomp-retain-set' must not be used together with"
                + " 'os/linux/seccomp-remove-set'");
  }

  @Test
  void refusesTwiceWhatMayBeThereOnce() {
    List<Isolator> single =
        List.of(
            new LinuxApparmorProfile("p"),
            new LinuxCpuShares(2),
            new LinuxOomScoreAdj(0),
            LinuxSeccompRemoveSet.of("mount"),
            LinuxSeccompRetainSet.of("read"),
            new LinuxSelinuxContext("u", "r", "t", "s0:c1"),
            new UnixSysctl(Map.of()));
    for (Isolator isolator : single) {
      assertThatThrownBy(() -> Isolators.of(isolator, isolator))
          .hasMessage("isolator '" + isolator.name() + "' must not be given twice");
    }
  }

  @Test
  void acceptsTwiceWhatMayBeThereTwice() {
    List<Isolator> free =
        List.of(
            RETAIN,
            REMOVE,
            new LinuxNoNewPrivileges(true),
            ResourceBlockBandwidth.limit("1"),
            ResourceBlockIops.limit("1"),
            ResourceCpu.limit("1"),
            ResourceMemory.limit("1"),
            ResourceNetworkBandwidth.limit("1"),
            new UnknownIsolator(new ACIdentifier("x"), JsonNull.NULL));
    for (Isolator isolator : free) {
      assertThat(Isolators.of(isolator, isolator)).hasSize(2);
    }
  }

  @Test
  void replacesTheSameAndTheConflicting() {
    Isolators isolators = Isolators.of(RETAIN, ResourceCpu.limit("1"), RETAIN).replace(REMOVE);
    assertThat(isolators.values()).containsExactly(ResourceCpu.limit("1"), REMOVE);
    assertThat(isolators.replace(ResourceCpu.limit("2")).values())
        .containsExactly(REMOVE, ResourceCpu.limit("2"));
  }

  @Test
  void checksValues() {
    assertThatThrownBy(() -> ResourceMemory.limit("-1"))
        .hasMessage("limit '-1' must not be negative");
    assertThatThrownBy(() -> LinuxCapabilitiesRetainSet.of()).hasMessage("set must not be empty");
    assertThatThrownBy(() -> LinuxSeccompRemoveSet.of("mount", ""))
        .hasMessage("system call must not be empty");
    assertThatThrownBy(() -> new LinuxOomScoreAdj(1001))
        .hasMessage("os/linux/oom-score-adj '1001' must be between -1000 and 1000");
    assertThatThrownBy(() -> new LinuxCpuShares(1))
        .hasMessage("os/linux/cpu-shares '1' must be between 2 and 262144");
    assertThatThrownBy(() -> new LinuxSelinuxContext("a:b", "r", "t", "l"))
        .hasMessage("user 'a:b' must not contain ':'");
    assertThatThrownBy(() -> new LinuxSelinuxContext("u", "r", "t", ""))
        .hasMessage("level must not be empty");
    assertThatThrownBy(() -> new LinuxApparmorProfile("")).hasMessage("profile must not be empty");
    assertThatThrownBy(() -> new UnknownIsolator(ResourceCpu.NAME, JsonNull.NULL))
        .hasMessage("isolator 'resource/cpu' must have its own type");
  }

  @Test
  void checksErrno() {
    assertThat(seccomp("ENOTSUP").errno()).contains("ENOTSUP");
    for (String bad : List.of("", "enotsup", "NOTSUP", "E-1", "38")) {
      assertThatThrownBy(() -> seccomp(bad))
          .hasMessage(
              "errno '"
                  + bad
                  + "' must begin with 'E' and have only upper case letters and digits");
    }
  }

  private static LinuxSeccompRetainSet seccomp(String errno) {
    return new LinuxSeccompRetainSet(List.of("read"), Optional.of(errno));
  }
}
