package io.stage1kvm.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Debian's kernel for clouds as it is, booted by `stage1-kvm boot` in our own monitor to its first
/// process and to its end, where there is KVM. It finds the virtio devices by ACPI, which the guest
/// kernel of stage1-kvm has not.
final class BootCommandTest {
  private static final String SCRIPTS = System.getProperty("stage1kvm.scripts");

  private static Path guest() {
    Command make = Command.of(Path.of(SCRIPTS, "cloud-guest").toString());
    return Path.of(make.within(Duration.ofMinutes(3)).run().expect(0).out().strip());
  }

  private static Command nested(Command command) {
    return command
        .behind(Path.of(SCRIPTS, "nested-kvm").normalize().toString(), "--mem=3072", "--")
        .within(Duration.ofMinutes(5));
  }

  @ParameterizedTest
  @CsvSource({
    "bzImage, 1, 512M, poweroff, 0",
    "vmlinux, 2, 128M, reboot, 250",
    "vmlinux, 4, 6G, poweroff, 0",
  })
  void bootsADistributionsKernel(String kernel, int cpus, String memory, String end, int status) {
    Path guest = guest();
    Command boot =
        Dist.stage1Kvm("boot", "--acpi", "--serial", "--balloon", "--exits")
            .with("--cpus=" + cpus, "--memory=" + memory)
            .with("--initramfs=" + guest.resolve("initramfs.cpio"))
            .with("--append=console=ttyS0 quiet panic=-1 pci=off end=" + end)
            .with(guest.resolve(kernel).toString());
    Outcome outcome = nested(boot).run().expect(status);
    List<String> lines = outcome.out().lines().map(String::strip).toList();
    assertThat(lines)
        .contains(
            "guest: virtio0 type 0x0003 driver virtio_console on LNRO0005:00",
            "guest: virtio1 type 0x0004 driver virtio_rng on LNRO0005:01",
            "guest: virtio2 type 0x0005 driver virtio_balloon on LNRO0005:02")
        .anyMatch(line -> line.startsWith("guest: cpus " + cpus + ", memory "))
        .anyMatch(line -> line.endsWith(" s, end by " + end));
    assertThat(outcome.err()).contains("{\"exits\":");
  }

  /// No kernel of a distribution fits in so little. Without a first process it panics, and resets.
  @Test
  void bootsThePodsKernelIn64MiB(@TempDir Path directory) {
    Path image = directory.resolve("stage1");
    Dist.aci("extract", Dist.stage1().toString(), image.toString()).run().expect(0);
    Command boot =
        Dist.stage1Kvm("boot", "--serial", "--memory=64M", "--append=console=ttyS0 panic=-1")
            .with(image.resolve("rootfs/usr/lib/stage1-kvm/guest/vmlinux").toString());
    Outcome outcome = nested(boot).in(directory).run().expect(250);
    assertThat(outcome.out())
        .contains("Hypervisor detected: KVM")
        .containsPattern(" Memory: 4\\d{4}K/65\\d{3}K available ");
  }

  @Test
  void isOneOfTheCommands() {
    assertThat(Dist.stage1Kvm("boot", "--help").run().expect(0).out())
        .startsWith("Boot any kernel (ELF or bzImage) in the own monitor\n")
        .contains("250 it has asked for a reset");
    assertThat(Dist.stage1Kvm("--debug", "boot").run().expect(254).err())
        .startsWith("stage1-kvm: kernel '' must be one file");
    assertThat(Dist.stage1Kvm("boot").run().expect(254).err())
        .startsWith("stage1-kvm: kernel '' must be one file");
  }
}
