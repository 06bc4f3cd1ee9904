package io.stage1kvm.stage0.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.stage0.check.Finding.Level;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class HostCheckTest {
  private static final HostFacts GOOD =
      new HostFacts(
          0,
          "amd64",
          "6.1.0-18-amd64",
          Optional.of("vmx"),
          false,
          new HostFacts.Kvm(true, "root:kvm rw-rw----", Optional.empty()),
          HostFacts.Cgroups.V2,
          Optional.empty(),
          50L << 30,
          Optional.of("QEMU emulator version 7.2.22"),
          true,
          new HostFacts.Stage1("/s.aci: s 1", Optional.empty(), Optional.of("in the image")),
          15_000,
          "MemTotal:       16000000 kB\nMemAvailable:    8000000 kB\n");

  private static Finding point(HostFacts facts, String name) {
    return HostCheck.of(facts).stream()
        .filter(finding -> finding.point().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static HostFacts with(UnaryOperator<Changed> change) {
    Changed c = change.apply(new Changed());
    return new HostFacts(
        c.uid,
        GOOD.machine(),
        c.kernel,
        c.extension,
        c.requireHardware,
        c.kvm,
        c.cgroups,
        c.overlay,
        c.free,
        c.qemu,
        GOOD.qemuHasMicrovm(),
        c.stage1,
        GOOD.userNamespaces(),
        c.memInfo);
  }

  private static final class Changed {
    private int uid = GOOD.uid();
    private String kernel = GOOD.kernel();
    private Optional<String> extension = GOOD.extension();
    private boolean requireHardware;
    private HostFacts.Kvm kvm = GOOD.kvm();
    private HostFacts.Cgroups cgroups = GOOD.cgroups();
    private Optional<String> overlay = GOOD.overlayProblem();
    private long free = GOOD.freeBytes();
    private Optional<String> qemu = GOOD.qemuVersion();
    private HostFacts.Stage1 stage1 = GOOD.stage1();
    private String memInfo = GOOD.memInfo();
  }

  @Test
  void findsNothingWrongOnAGoodHost() {
    List<Finding> findings = HostCheck.of(GOOD);

    assertThat(findings).allMatch(finding -> finding.level() == Level.OK);
    assertThat(findings).allMatch(finding -> finding.hint().isEmpty());
    assertThat(CheckReport.text(findings))
        .startsWith("ok    root             running as root\n")
        .endsWith("pods can run\n");
  }

  @Test
  void runsOnSoftwareEmulationWithAWarning() {
    HostFacts facts =
        with(
            c -> {
              c.extension = Optional.empty();
              return c;
            });

    assertThat(point(facts, "processor").level()).isEqualTo(Level.WARN);
    assertThat(point(facts, "virtualization").text())
        .isEqualTo("software emulation by QEMU: slow, and not a security boundary");
    assertThat(HostCheck.allows(HostCheck.of(facts))).isTrue();
  }

  @Test
  void refusesSoftwareEmulationOnRequest() {
    HostFacts facts =
        with(
            c -> {
              c.extension = Optional.empty();
              c.requireHardware = true;
              return c;
            });

    assertThat(point(facts, "virtualization").level()).isEqualTo(Level.FAIL);
    assertThat(HostCheck.allows(HostCheck.of(facts))).isFalse();
  }

  @Test
  void needsQemuOnlyToEmulate() {
    HostFacts hardware =
        with(
            c -> {
              c.qemu = Optional.empty();
              return c;
            });
    assertThat(point(hardware, "qemu"))
        .isEqualTo(
            Finding.ok(
                "qemu", "qemu-system-x86_64 is not there; only needed for --hypervisor=qemu"));
    HostFacts facts =
        with(
            c -> {
              c.extension = Optional.empty();
              c.qemu = Optional.empty();
              return c;
            });
    assertThat(point(facts, "qemu"))
        .isEqualTo(
            Finding.fail(
                "qemu",
                "qemu-system-x86_64 is not there",
                "install it: apt-get install qemu-system-x86"));
    assertThat(HostCheck.allows(HostCheck.of(facts))).isFalse();
  }

  @Test
  void tellsWhyKvmDoesNotOpen() {
    HostFacts facts =
        with(
            c -> {
              c.kvm = new HostFacts.Kvm(true, "root:kvm rw-rw----", Optional.of("EACCES"));
              return c;
            });

    assertThat(point(facts, "/dev/kvm").text())
        .isEqualTo("root:kvm rw-rw----: cannot be opened: EACCES");
    assertThat(point(facts, "virtualization").level()).isEqualTo(Level.WARN);
  }

  @ParameterizedTest
  @CsvSource({"5.10.0,OK", "5.9.16,FAIL", "4.19.0-1,FAIL", "6.0,OK", "10.1.2,OK", "odd,WARN"})
  void wantsAKernelThatIsNewEnough(String kernel, Level level) {
    HostFacts facts =
        with(
            c -> {
              c.kernel = kernel;
              return c;
            });
    assertThat(point(facts, "kernel").level()).isEqualTo(level);
  }

  @ParameterizedTest
  @CsvSource({"2097152,OK", "1048575,WARN", "655359,FAIL"})
  void wantsMemory(long kib, Level level) {
    HostFacts facts =
        with(
            c -> {
              c.memInfo = "MemAvailable:    " + kib + " kB\n";
              return c;
            });
    assertThat(point(facts, "memory").level()).isEqualTo(level);
  }

  @Test
  void judgesTheRest() {
    HostFacts facts =
        with(
            c -> {
              c.uid = 1000;
              c.cgroups = HostFacts.Cgroups.NONE;
              c.overlay = Optional.of("EINVAL");
              c.free = 1 << 20;
              c.stage1 = new HostFacts.Stage1("", Optional.of("cannot find it"), Optional.empty());
              return c;
            });

    assertThat(point(facts, "root").level()).isEqualTo(Level.FAIL);
    assertThat(point(facts, "cgroups").level()).isEqualTo(Level.WARN);
    assertThat(point(facts, "overlayfs").level()).isEqualTo(Level.WARN);
    assertThat(point(facts, "disk").level()).isEqualTo(Level.FAIL);
    assertThat(point(facts, "stage1 image").text()).isEqualTo("cannot find it");
    assertThat(point(facts, "virtiofsd").level()).isEqualTo(Level.FAIL);
  }

  @Test
  void writesJson() {
    List<Finding> findings = List.of(Finding.warn("a", "text", "hint"));

    assertThat(CheckReport.jsonText(findings, false))
        .isEqualTo(
            "{\"able\":true,\"points\":[{\"point\":\"a\",\"level\":\"warn\",\"text\":\"text\","
                + "\"hint\":\"hint\"}]}\n");
    assertThat(CheckReport.text(findings))
        .isEqualTo("warn  a  text\n         hint: hint\npods can run\n");
  }
}
