package io.stage1kvm.stage0.check;

import io.stage1kvm.stage0.check.Finding.Level;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Judges what was found on a host: point by point, with what to do about each lack. Pure.
public final class HostCheck {
  private static final Pattern RELEASE = Pattern.compile("(\\d+)\\.(\\d+).*", Pattern.DOTALL);
  private static final Pattern AVAILABLE = Pattern.compile("(?m)^MemAvailable:\\s+(\\d+) kB$");

  /// The kernel that virtio-fs, pidfds and the mounts of a pod need.
  private static final int MAJOR = 5;

  private static final int MINOR = 10;

  /// A pod's smallest machine and what its supervisor needs, with a little to spare.
  private static final long GOOD_MIB = 1024;

  private static final long LEAST_MIB = 640;

  private static final long GOOD_DISK = 2L << 30;
  private static final long LEAST_DISK = 256L << 20;

  private final HostFacts facts;

  private HostCheck(HostFacts facts) {
    this.facts = facts;
  }

  /// All points, in the order of the way from the machine to a pod.
  public static List<Finding> of(HostFacts facts) {
    HostCheck check = new HostCheck(facts);
    return List.of(
        check.root(),
        check.machine(),
        check.kernel(),
        check.processor(),
        check.kvm(),
        check.backEnd(),
        check.qemu(),
        check.stage1(),
        check.virtiofsd(),
        check.overlay(),
        check.disk(),
        check.memory(),
        check.cgroups(),
        check.userNamespaces());
  }

  /// Whether pods can run.
  public static boolean allows(List<Finding> findings) {
    return findings.stream().noneMatch(finding -> finding.level() == Level.FAIL);
  }

  private Finding root() {
    return facts.uid() == 0
        ? Finding.ok("root", "running as root")
        : Finding.fail("root", "running as uid " + facts.uid(), "run as root, for example by sudo");
  }

  private Finding machine() {
    return facts.machine().equals("amd64") || facts.machine().equals("x86_64")
        ? Finding.ok("architecture", "x86_64")
        : Finding.fail("architecture", facts.machine(), "the guest kernel is for x86_64 only");
  }

  private Finding kernel() {
    Matcher release = RELEASE.matcher(facts.kernel());
    if (!release.matches()) {
      return Finding.warn("kernel", "release '" + facts.kernel() + "' is not understood", "");
    }
    int major = Integer.parseInt(release.group(1));
    int minor = Integer.parseInt(release.group(2));
    return major > MAJOR || major == MAJOR && minor >= MINOR
        ? Finding.ok("kernel", "Linux " + facts.kernel())
        : Finding.fail("kernel", "Linux " + facts.kernel(), "Linux 5.10 or newer is needed");
  }

  private Finding processor() {
    return facts
        .extension()
        .map(extension -> Finding.ok("processor", "hardware virtualization (" + extension + ")"))
        .orElseGet(
            () ->
                Finding.warn(
                    "processor",
                    "no hardware virtualization (neither vmx nor svm)",
                    "enable VT-x or SVM in the firmware; in a virtual machine, nested"
                        + " virtualization"));
  }

  private Finding kvm() {
    HostFacts.Kvm kvm = facts.kvm();
    if (!kvm.present()) {
      return Finding.warn(
          "/dev/kvm", "not there", "load the module: modprobe kvm_intel or kvm_amd");
    }
    return kvm.problem()
        .map(
            problem ->
                Finding.warn(
                    "/dev/kvm",
                    "%s: cannot be opened: %s".formatted(kvm.access(), problem),
                    "run as root or as a member of the device's group; in a container, allow the"
                        + " device"))
        .orElseGet(() -> Finding.ok("/dev/kvm", kvm.access() + ", opens"));
  }

  private Finding backEnd() {
    if (hasHardware()) {
      return Finding.ok("virtualization", "hardware, by the own monitor");
    }
    String text = "software emulation by QEMU: slow, and not a security boundary";
    return facts.requireHardware()
        ? Finding.fail(
            "virtualization",
            text + "; STAGE1_KVM_REQUIRE_HARDWARE refuses it",
            "see the points 'processor' and '/dev/kvm', or unset the variable")
        : Finding.warn("virtualization", text, "see the points 'processor' and '/dev/kvm'");
  }

  private boolean hasHardware() {
    HostFacts.Kvm kvm = facts.kvm();
    return facts.extension().isPresent() && kvm.present() && kvm.problem().isEmpty();
  }

  private Finding qemu() {
    if (facts.qemuVersion().isEmpty()) {
      return lackOfQemu("qemu-system-x86_64 is not there");
    }
    String version = facts.qemuVersion().get();
    return facts.qemuHasMicrovm()
        ? Finding.ok("qemu", version)
        : lackOfQemu(version + ", without the machine microvm");
  }

  /// With hardware only `--hypervisor=qemu` asks for it.
  private Finding lackOfQemu(String text) {
    return hasHardware()
        ? Finding.ok("qemu", text + "; only needed for --hypervisor=qemu")
        : Finding.fail("qemu", text, "install it: apt-get install qemu-system-x86");
  }

  private Finding stage1() {
    HostFacts.Stage1 stage1 = facts.stage1();
    return stage1
        .problem()
        .map(
            problem ->
                Finding.fail(
                    "stage1 image", problem, "name one with --stage1-path or STAGE1_KVM_IMAGE"))
        .orElseGet(() -> Finding.ok("stage1 image", stage1.text()));
  }

  private Finding virtiofsd() {
    return facts
        .stage1()
        .virtiofsd()
        .map(path -> Finding.ok("virtiofsd", path))
        .orElseGet(
            () ->
                Finding.fail(
                    "virtiofsd",
                    "neither in the stage1 image nor named",
                    "name one in STAGE1_KVM_VIRTIOFSD"));
  }

  private Finding overlay() {
    return facts
        .overlayProblem()
        .map(
            problem ->
                Finding.warn(
                    "overlayfs",
                    "cannot be mounted in the data directory, images are copied: " + problem,
                    "load the module (modprobe overlay), or put the data directory on ext4 or xfs"))
        .orElseGet(() -> Finding.ok("overlayfs", "works in the data directory"));
  }

  private Finding disk() {
    String text = (facts.freeBytes() >> 20) + " MiB free in the data directory";
    String hint = "make room, or name another data directory with --dir";
    if (facts.freeBytes() < LEAST_DISK) {
      return Finding.fail("disk", text, hint);
    }
    return facts.freeBytes() < GOOD_DISK
        ? Finding.warn("disk", text, hint)
        : Finding.ok("disk", text);
  }

  private Finding memory() {
    Matcher available = AVAILABLE.matcher(facts.memInfo());
    if (!available.find()) {
      return Finding.warn("memory", "/proc/meminfo does not tell what is available", "");
    }
    long mib = Long.parseLong(available.group(1)) >> 10;
    String text = mib + " MiB available";
    String hint = "a pod takes 512 MiB unless it asks for more; STAGE1_KVM_MEMORY changes that";
    if (mib < LEAST_MIB) {
      return Finding.fail("memory", text, hint);
    }
    return mib < GOOD_MIB ? Finding.warn("memory", text, hint) : Finding.ok("memory", text);
  }

  private Finding cgroups() {
    return switch (facts.cgroups()) {
      case V2 -> Finding.ok("cgroups", "v2");
      case V1 -> Finding.ok("cgroups", "v1; the limits of apps are set inside the guest");
      case NONE ->
          Finding.warn("cgroups", "not mounted", "mount -t cgroup2 cgroup2 /sys/fs/cgroup");
    };
  }

  private Finding userNamespaces() {
    return facts.userNamespaces() > 0
        ? Finding.ok("user namespaces", "available")
        : Finding.warn(
            "user namespaces", "not available", "sysctl -w user.max_user_namespaces=15000");
  }
}
