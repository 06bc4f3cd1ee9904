package io.stage1kvm.stage1;

import io.stage1kvm.machine.Executables;
import io.stage1kvm.machine.MachineException;
import io.stage1kvm.machine.Virtiofsd;
import io.stage1kvm.machine.helper.VirtiofsdPrograms;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// Where the stage1 image keeps its parts, and what takes their place by a setting.
///
/// @param library the image's directory for everything but the entrypoints
record Installation(Path library, Settings settings) {
  /// Set by the launcher, which finds it beside itself: the image works wherever it is unpacked.
  private static final String VARIABLE = "STAGE1_KVM_LIB";

  static Installation of(Map<String, String> environment, Settings settings)
      throws Stage1Exception {
    String library = environment.get(VARIABLE);
    if (library == null) {
      throw Stage1Exception.usage(VARIABLE + " must be set: entrypoints are run by the launcher");
    }
    return new Installation(Path.of(library), settings);
  }

  Path kernel() {
    return settings.kernel().orElse(library.resolve("guest/vmlinux"));
  }

  Path initramfs() {
    return settings.initramfs().orElse(library.resolve("guest/initramfs"));
  }

  Executables executables() throws Stage1Exception {
    return new Executables(library.resolve("child"), virtiofsd(), settings.qemu());
  }

  /// The image's own is Debian's C one with the libraries it needs, run by its own loader; another
  /// one is asked which it is.
  private Virtiofsd virtiofsd() throws Stage1Exception {
    if (settings.virtiofsd().isPresent()) {
      String program = settings.virtiofsd().get().toString();
      return asked(program);
    }
    Path own = library.resolve("virtiofsd");
    return new Virtiofsd(
        List.of(
            own.resolve("ld.so").toString(),
            "--library-path",
            own.toString(),
            own.resolve("virtiofsd").toString()),
        Virtiofsd.Kind.C);
  }

  private static Virtiofsd asked(String program) throws Stage1Exception {
    try {
      return VirtiofsdPrograms.ask(program);
    } catch (MachineException e) {
      throw Stage1Exception.of(e.getMessage());
    }
  }
}
