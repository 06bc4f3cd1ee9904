package io.stage1kvm.machine.qemu;

import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;

import io.stage1kvm.machine.Executables;
import io.stage1kvm.machine.Hypervisor;
import io.stage1kvm.machine.MachineConfig;
import io.stage1kvm.machine.SharedDirectory;
import io.stage1kvm.machine.Virtiofsd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// Scripts in the place of QEMU and virtiofsd, behind the real wrapper.
public record FakePrograms(Path dir) {

  static final Hypervisor EMULATED =
      new Hypervisor(Hypervisor.Monitor.QEMU, false, Optional.empty(), OptionalInt.empty());

  /// Serves until QEMU has ended, as the real one does.
  static final String SERVE = "while [ -e $DIR/connected ]; do sleep 0.02; done";

  /// Reads a line from the agent port and gives it back; says a word on the console.
  static final String ECHO =
      """
      for a; do case $a in file,id=console,path=*) console=${a#file,id=console,path=};; esac; done
      echo booting >$console
      read line
      echo got $line
      rm $DIR/connected
      """;

  public static FakePrograms in(Path dir) throws Exception {
    Files.createFile(dir.resolve("connected"));
    Files.createFile(dir.resolve("vmlinux"));
    Files.createFile(dir.resolve("initramfs"));
    Files.createDirectory(dir.resolve("run"));
    new FakePrograms(dir).script("qemu", ECHO).script("virtiofsd", SERVE).copyWrapper();
    return new FakePrograms(dir);
  }

  /// The launcher, which is the wrapper when it is called `child`.
  private void copyWrapper() throws Exception {
    Path out = Path.of("target/launcher-for-tests").toAbsolutePath();
    int status =
        new ProcessBuilder("make", "-s", "-C", "../launcher", "OUT=" + out)
            .inheritIO()
            .start()
            .waitFor();
    if (status != 0) {
      throw new IOException("make ended with status " + status);
    }
    Files.copy(out.resolve("launcher"), dir.resolve("child"), COPY_ATTRIBUTES);
  }

  /// Makes the script `name`, which leaves its pid and its descriptors behind.
  FakePrograms script(String name, String body) throws IOException {
    Path script = dir.resolve(name);
    Files.writeString(
        script,
        "#!/bin/sh\nDIR=%s\necho $$ >$DIR/%s.pid\nls -m /proc/$$/fd >$DIR/%s.fds\n%s\n"
            .formatted(dir, name, name, body));
    script.toFile().setExecutable(true);
    return this;
  }

  ProcessHandle process(String name) throws IOException {
    String pid = Files.readString(dir.resolve(name + ".pid")).strip();
    return ProcessHandle.of(Long.parseLong(pid)).orElse(null);
  }

  public MachineConfig config() {
    return config("");
  }

  MachineConfig config(String kernelParameters) {
    return new MachineConfig(
        "test",
        dir.resolve("vmlinux"),
        dir.resolve("initramfs"),
        kernelParameters,
        1,
        64,
        List.of(new SharedDirectory("pod", dir)),
        false,
        dir.resolve("run"),
        new Executables(
            dir.resolve("child"),
            new Virtiofsd(List.of(dir.resolve("virtiofsd").toString()), Virtiofsd.Kind.C),
            dir.resolve("qemu").toString()));
  }
}
