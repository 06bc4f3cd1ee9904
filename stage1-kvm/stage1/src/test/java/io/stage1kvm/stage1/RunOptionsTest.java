package io.stage1kvm.stage1;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class RunOptionsTest {
  private static final String UUID = "0dfc7a8c-1b1c-4c2a-9c3b-0a4c0c4a7d11";

  @Test
  void readsWhatStage0Passes() throws Stage1Exception {
    RunOptions options =
        RunOptions.parse(
            List.of(
                "--debug",
                "--net=none",
                "--interactive",
                "--local-config=/etc/other",
                "--hostname=here",
                "--dns-conf-mode=resolv=stage0,hosts=host",
                "--disable-capabilities-restriction",
                "--disable-paths",
                "--disable-seccomp",
                "--ipc=auto",
                UUID));
    assertThat(options.uuid()).isEqualTo(UUID);
    assertThat(options.debug()).isTrue();
    assertThat(options.interactive()).isTrue();
    assertThat(options.missesNetwork()).isFalse();
    assertThat(options.localConfig()).isEqualTo("/etc/other");
    assertThat(options.hostname()).contains("here");
    assertThat(options.dns()).isEqualTo(new DnsMode(DnsMode.Source.STAGE0, DnsMode.Source.HOST));
    assertThat(options.unrestrictedCapabilities()).isTrue();
    assertThat(options.unrestrictedPaths()).isTrue();
    assertThat(options.unrestrictedSyscalls()).isTrue();
  }

  @Test
  void assumesEtcRktAndTheDefaultNetwork() throws Stage1Exception {
    RunOptions options = RunOptions.parse(List.of(UUID));
    assertThat(options.localConfig()).isEqualTo("/etc/rkt");
    assertThat(options.missesNetwork()).isTrue();
    assertThat(options.hostname()).isEmpty();
  }

  @Test
  void readsGoFlagSyntax() throws Stage1Exception {
    assertThat(RunOptions.parse(List.of("-debug=false", "-net", "none", "--", UUID)))
        .isEqualTo(RunOptions.parse(List.of("--net=none", UUID)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          --mutable             ; --mutable is not supported
          --private-users=0:1   ; --private-users is not supported
          --mds-token=abc       ; the metadata service is not supported
          --ipc=parent          ; --ipc=parent is not supported
          --ipc=x               ; --ipc 'x' must be auto, private or parent
          --net=host            ; --net=host is not supported
          --net=br0             ; stage1: failed to setup network: network 'br0' is not supported yet
          --dns-conf-mode=x=y   ; --dns-conf-mode 'x=y' must be resolv=host|stage0|none|default or hosts=host|stage0|default
          --debug=maybe         ; flag '--debug' must be true or false, not 'maybe'
          --what                ; unknown flag '--what'
          """)
  void refusesWhatItCannotDo(String flag, String message) {
    assertThatThrownBy(() -> RunOptions.parse(List.of(flag.strip(), UUID)))
        .isInstanceOf(Stage1Exception.class)
        .satisfies(e -> assertThat(e.getMessage().lines().findFirst()).contains(message));
  }

  @Test
  void refusesAMissingValueAndABadUuid() {
    assertThatThrownBy(() -> RunOptions.parse(List.of("--net")))
        .hasMessage("flag '--net' must have a value");
    assertThatThrownBy(() -> RunOptions.parse(List.of()))
        .hasMessage("run must have one argument, the pod's UUID, not 0");
    assertThatThrownBy(() -> RunOptions.parse(List.of("x")))
        .hasMessage("pod UUID 'x' must be a UUID");
  }
}
