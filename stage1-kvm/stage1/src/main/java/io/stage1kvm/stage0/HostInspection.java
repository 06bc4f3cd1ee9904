package io.stage1kvm.stage0;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciReader;
import io.stage1kvm.aci.layout.AciImage;
import io.stage1kvm.machine.HostCpu;
import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.stage0.check.HostFacts;
import io.stage1kvm.stage0.flag.Flags;
import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.abi.Fcntl;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Looks at the host; judges nothing.
///
/// @param session the environment
/// @param data the data directory, which need not be there
/// @param flags which stage1 image
record HostInspection(Session session, DataDirectory data, Flags flags) {
  private static final Path KVM = Path.of("/dev/kvm");
  private static final long PATIENCE_SECONDS = 20;

  HostFacts facts() throws InterruptedException {
    String qemu = session.environment().getOrDefault("STAGE1_KVM_QEMU", "qemu-system-x86_64");
    return new HostFacts(
        Sys.processes().geteuid(),
        System.getProperty("os.arch"),
        read("/proc/sys/kernel/osrelease").strip(),
        extension(),
        requireHardware(),
        kvm(),
        cgroups(),
        overlayProblem(),
        freeBytes(),
        output(qemu, "--version").flatMap(text -> text.lines().findFirst()),
        output(qemu, "-M", "help").filter(text -> text.contains("microvm")).isPresent(),
        stage1(),
        number(read("/proc/sys/user/max_user_namespaces")),
        read("/proc/meminfo"));
  }

  private static String read(String file) {
    try {
      return Files.readString(Path.of(file), StandardCharsets.ISO_8859_1);
    } catch (IOException ignored) {
      return ""; // The kernel does not tell.
    }
  }

  private static Optional<String> extension() {
    try {
      HostCpu cpu = HostCpu.read();
      return cpu.virtualizes() ? Optional.of(cpu.vmx() ? "vmx" : "svm") : Optional.empty();
    } catch (IOException ignored) {
      return Optional.empty(); // The kernel does not tell.
    }
  }

  private boolean requireHardware() {
    String value = session.environment().getOrDefault("STAGE1_KVM_REQUIRE_HARDWARE", "0");
    return List.of("1", "true", "yes").contains(value);
  }

  private static long number(String text) {
    return text.strip().matches("\\d{1,18}") ? Long.parseLong(text.strip()) : 0;
  }

  private static HostFacts.Kvm kvm() {
    if (!Files.exists(KVM)) {
      return new HostFacts.Kvm(false, "", Optional.empty());
    }
    try {
      Map<String, Object> access = Files.readAttributes(KVM, "posix:owner,group,permissions");
      String shown =
          "%s:%s %s"
              .formatted(
                  access.get("owner"),
                  access.get("group"),
                  java.nio.file.attribute.PosixFilePermissions.toString(
                      Files.getPosixFilePermissions(KVM)));
      return new HostFacts.Kvm(true, shown, openProblem());
    } catch (IOException e) {
      return new HostFacts.Kvm(true, "", Optional.of(Stage0Exception.reason(e)));
    }
  }

  private static Optional<String> openProblem() {
    try {
      Sys.files().openat(Fd.CWD, KVM.toString(), Fcntl.O_RDWR).close();
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(Stage0Exception.reason(e));
    }
  }

  private static HostFacts.Cgroups cgroups() {
    if (Files.exists(Path.of("/sys/fs/cgroup/cgroup.controllers"))) {
      return HostFacts.Cgroups.V2;
    }
    return read("/proc/self/mountinfo").contains(" - cgroup ")
        ? HostFacts.Cgroups.V1
        : HostFacts.Cgroups.NONE;
  }

  private Optional<String> overlayProblem() {
    try {
      Overlay.probe(existing());
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(Stage0Exception.reason(e));
    }
  }

  private long freeBytes() {
    try {
      return Files.getFileStore(existing()).getUsableSpace();
    } catch (IOException ignored) {
      return 0;
    }
  }

  /// Looking makes no data directory: the nearest one above is on the same file system, unless
  /// somebody mounts one later.
  private Path existing() {
    Path existing = data.root();
    while (!Files.isDirectory(existing)) {
      existing = existing.getParent();
    }
    return existing;
  }

  /// What a program prints; nothing if it is not there, fails or hangs.
  private static Optional<String> output(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectInput(Path.of("/dev/null").toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      process
          .onExit()
          .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
          .exceptionally(ignored -> kill(process));
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return process.waitFor() == 0 ? Optional.of(text) : Optional.empty();
    } catch (IOException ignored) {
      return Optional.empty();
    }
  }

  private static Process kill(Process process) {
    return process.destroyForcibly();
  }

  private HostFacts.Stage1 stage1() {
    Optional<String> named =
        Optional.ofNullable(session.environment().get("STAGE1_KVM_VIRTIOFSD"))
            .filter(path -> Files.isExecutable(Path.of(path)));
    try {
      Path file = session.stage1Image(flags);
      ImageManifest manifest = AciImage.manifest(file);
      String text =
          "%s: %s %s".formatted(file, manifest.name(), manifest.label("version").orElse(""));
      new Stage1Image(manifest).interfaceVersion();
      return new HostFacts.Stage1(
          text.strip(), Optional.empty(), named.isPresent() ? named : virtiofsd(file));
    } catch (IOException | Stage0Exception e) {
      String problem = e.getMessage().lines().findFirst().orElse("");
      return new HostFacts.Stage1("", Optional.of(problem), named);
    }
  }

  private static Optional<String> virtiofsd(Path image) throws IOException {
    try (AciReader reader = AciReader.open(image)) {
      for (Optional<AciEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        if (next.get().name().endsWith("/virtiofsd")) {
          return Optional.of("in the stage1 image");
        }
      }
      return Optional.empty();
    }
  }
}
