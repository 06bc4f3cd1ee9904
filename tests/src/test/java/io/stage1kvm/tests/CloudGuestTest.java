package io.stage1kvm.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Debian's kernel for clouds, which knows no other way to virtio devices than ACPI: the guest that
/// machines are tested with, shown here on QEMU's.
final class CloudGuestTest {
  private static Path guest() {
    Command make =
        Command.of(Path.of(System.getProperty("stage1kvm.scripts"), "cloud-guest").toString());
    return Path.of(make.within(Duration.ofMinutes(3)).run().expect(0).out().strip());
  }

  @Test
  void bootsToItsFirstProcessWithDevicesFoundByAcpi() {
    Path guest = guest();
    Outcome outcome =
        Command.of("qemu-system-x86_64", "-M", "microvm,acpi=on", "-accel", "tcg")
            .with("-smp", "2", "-m", "256", "-nodefaults", "-no-user-config", "-no-reboot")
            .with("-display", "none", "-serial", "stdio")
            .with("-kernel", guest.resolve("bzImage").toString())
            .with("-initrd", guest.resolve("initramfs.cpio").toString())
            .with("-append", "console=ttyS0 quiet panic=-1 end=poweroff")
            .with("-device", "virtio-rng-device", "-device", "virtio-serial-device")
            .run()
            .expect(0);
    List<String> lines = outcome.out().lines().filter(line -> line.startsWith("guest: ")).toList();
    assertThat(lines.getFirst()).matches("guest: kernel 6\\.12\\..*-cloud-amd64");
    assertThat(lines)
        .anyMatch(line -> line.startsWith("guest: cpus 2, memory "))
        .anyMatch(
            line ->
                line.matches("guest: virtio\\d type 0x0004 driver virtio_rng on LNRO0005:\\d\\d"))
        .anyMatch(
            line ->
                line.matches(
                    "guest: virtio\\d type 0x0003 driver virtio_console on LNRO0005:\\d\\d"))
        .anyMatch(line -> line.matches("guest: interrupts .*IO-APIC.* virtio0"));
    assertThat(lines.getLast()).endsWith(" end by poweroff");
  }

  /// The same kernel unpacked, for monitors that load ELF files.
  @Test
  void isThereAsAnElfFileToo() throws Exception {
    try (var in = Files.newInputStream(guest().resolve("vmlinux"))) {
      assertThat(in.readNBytes(4)).containsExactly(0x7f, 'E', 'L', 'F');
    }
  }
}
