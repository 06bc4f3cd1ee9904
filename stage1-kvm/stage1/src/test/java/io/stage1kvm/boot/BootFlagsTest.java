package io.stage1kvm.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.stage1kvm.boot.BootOptions.Disk;
import io.stage1kvm.boot.BootOptions.Tap;
import io.stage1kvm.machine.SharedDirectory;
import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.FlagReader;
import io.stage1kvm.vmm.arch.x86.Discovery;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class BootFlagsTest {

  private static BootOptions read(String... words) throws FlagException {
    return BootFlags.read(FlagReader.everywhere(List.of(words), BootFlags.SET));
  }

  @Test
  void needsAKernelOnly() throws Exception {
    BootOptions options = read("vmlinux");
    assertThat(options.kernel()).isEqualTo(Path.of("vmlinux"));
    assertThat(options.initramfs()).isEmpty();
    assertThat(options.commandLine()).isEqualTo("console=hvc0 reboot=k panic=-1");
    assertThat(options.cpus()).isEqualTo(1);
    assertThat(options.memory()).isEqualTo(256L << 20);
    assertThat(options.discovery()).isEqualTo(Discovery.COMMAND_LINE);
    assertThat(options.serial()).isFalse();
    assertThat(options.balloon()).isFalse();
    assertThat(options.exits()).isEmpty();
    assertThat(options.milestones()).isEmpty();
  }

  @Test
  void readsAllOfThem() throws Exception {
    BootOptions options =
        read(
            "--initramfs=i",
            "--append",
            "quiet",
            "--cpus=64",
            "--memory=6G",
            "--acpi",
            "--serial",
            "--disk=a,ro",
            "--disk=b,c",
            "--tap=t0",
            "--tap=t1,52:54:00:12:34:56",
            "--share=tag=/a=b",
            "--virtiofsd=v",
            "--balloon",
            "--exits",
            "--milestones=m",
            "bzImage");
    assertThat(options.initramfs()).contains(Path.of("i"));
    assertThat(options.commandLine()).isEqualTo("quiet");
    assertThat(options.cpus()).isEqualTo(64);
    assertThat(options.memory()).isEqualTo(6L << 30);
    assertThat(options.discovery()).isEqualTo(Discovery.ACPI);
    assertThat(options.serial()).isTrue();
    assertThat(options.disks()).containsExactly(new Disk("a", true), new Disk("b,c", false));
    assertThat(options.taps())
        .containsExactly(new Tap("t0", "02:00:00:00:00:01"), new Tap("t1", "52:54:00:12:34:56"));
    assertThat(options.shares()).containsExactly(new SharedDirectory("tag", Path.of("/a=b")));
    assertThat(options.virtiofsd()).contains("v");
    assertThat(options.balloon()).isTrue();
    assertThat(options.exits()).contains("-");
    assertThat(options.milestones()).contains("m");
  }

  @Test
  void hasTheSerialPortAsConsoleByDefault() throws Exception {
    assertThat(read("--serial", "k").commandLine()).isEqualTo("console=ttyS0 reboot=k panic=-1");
  }

  @ParameterizedTest
  @CsvSource({"16,16", "16M,16", "512M,512", "1G,1024", "1024G,1048576"})
  void readsSizesOfMemory(String text, long mebibytes) throws Exception {
    assertThat(read("--memory=" + text, "k").memory()).isEqualTo(mebibytes << 20);
  }

  @ParameterizedTest
  @CsvSource({"15", "0G", "1025G", "M", "''", "64K", "-64M", "6.5G", "99999999999999999999"})
  void refusesOtherSizes(String text) {
    assertThatThrownBy(() -> read("--memory=" + text, "k"))
        .isInstanceOf(FlagException.class)
        .hasMessage("--memory '" + text + "' must be 16M to 1024G, in whole MiB");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--cpus=0 | --cpus '0' must be 1 to 64",
        "--cpus=65 | --cpus '65' must be 1 to 64",
        "--disk=,ro | --disk ',ro' must name a file",
        "--tap=,02:00:00:00:00:01 | --tap ',02:00:00:00:00:01' must name one of at most 8"
            + " interfaces",
        "--tap=t,02:00 | --tap '02:00' must have a MAC address such as 02:00:00:00:00:01",
        "--tap=t,03:00:00:00:00:01 | --tap '03:00:00:00:00:01' must have a MAC address such as"
            + " 02:00:00:00:00:01",
        "--share=/d | --share '/d' must be TAG=DIR with a tag of at most 36 bytes",
        "--share=t= | --share 't=' must be TAG=DIR with a tag of at most 36 bytes",
        "--color | unknown flag: --color",
        "second | kernel 'k second' must be one file (see 'stage1-kvm help boot')",
      })
  void refusesWhatCannotBe(String word, String message) {
    assertThatThrownBy(() -> read("k", word)).isInstanceOf(FlagException.class).hasMessage(message);
  }

  @Test
  void refusesMoreDevicesThanThereAreInterrupts() throws Exception {
    List<String> words = new ArrayList<>(Collections.nCopies(17, "--disk=d"));
    words.add("k");
    assertThat(read(words.toArray(String[]::new)).disks()).hasSize(17);
    words.add("--balloon");
    assertThatThrownBy(() -> read(words.toArray(String[]::new)))
        .isInstanceOf(FlagException.class)
        .hasMessage(
            "number of devices '20' must be at most 19, with console and rng"
                + " (see 'stage1-kvm help boot')");
  }
}
