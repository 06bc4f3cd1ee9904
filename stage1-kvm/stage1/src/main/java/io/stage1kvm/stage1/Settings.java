package io.stage1kvm.stage1;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Every setting of ours, its default and where it comes from. rkt cannot pass flags of ours, so
/// the
/// order is: the environment, `stage1-kvm.json` in rkt's local configuration directory, the
/// default.
///
/// @param hypervisor `auto`, `kvm`, `qemu` or `kvm-any`
/// @param requireHardware refuse software emulation
/// @param minimumMemoryMiB memory of a pod whose apps ask for less
/// @param cpus number of virtual CPUs; empty means by the apps' limits
/// @param kernel another guest kernel (an uncompressed ELF with a PVH entry)
/// @param initramfs another initramfs, with stage2 as its /init
/// @param kernelParameters appended to the kernel's command line
/// @param stopTimeout from SIGTERM to SIGKILL when a pod is stopped
/// @param logLimit bytes kept per app
/// @param qemu the program for the `qemu` hypervisor
/// @param virtiofsd another virtiofsd than the image's own
/// @param timeline print when each step of the start happened, as `--debug` does
record Settings(
    String hypervisor,
    boolean requireHardware,
    int minimumMemoryMiB,
    Optional<Integer> cpus,
    Optional<Path> kernel,
    Optional<Path> initramfs,
    String kernelParameters,
    Duration stopTimeout,
    long logLimit,
    String qemu,
    Optional<Path> virtiofsd,
    boolean timeline) {

  /// The file's name in rkt's local configuration directory.
  static final String FILE = "stage1-kvm.json";

  /// Reads all settings; `file` holds the top-level members of the configuration file as text.
  static Settings of(Map<String, String> environment, Map<String, String> file)
      throws Stage1Exception {
    Source source = new Source(environment, file);
    Settings settings =
        new Settings(
            source.oneOf("hypervisor", "auto", "auto", "kvm", "qemu", "kvm-any"),
            source.flag("require-hardware"),
            source.number("memory", 32, 1 << 22).orElse(512),
            source.number("cpus", 1, 64),
            source.path("kernel"),
            source.path("initramfs"),
            kernelParameters(environment, source),
            Duration.ofSeconds(source.number("stop-timeout", 0, 86_400).orElse(10)),
            source.number("log-limit-kib", 64, 1 << 30).orElse(10_240) * 1024L,
            source.text("qemu").orElse("qemu-system-x86_64"),
            source.path("virtiofsd"),
            source.flag("timeline"));
    source.refuseUnknown();
    return settings;
  }

  /// rkt's own name for this knob counts too, and comes last.
  private static String kernelParameters(Map<String, String> environment, Source source)
      throws Stage1Exception {
    String ours = source.text("kernel-parameters").orElse("");
    String rkts = environment.getOrDefault("RKT_HYPERVISOR_EXTRA_KERNEL_PARAMS", "");
    return (ours + " " + rkts).strip();
  }
}
