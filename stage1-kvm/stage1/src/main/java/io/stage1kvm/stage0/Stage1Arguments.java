package io.stage1kvm.stage0;

import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.Flags;
import java.util.ArrayList;
import java.util.List;

/// The command line of stage1's `run` entrypoint, by the version of the interface that its image
/// declares. What a version does not know is left out, with a warning where the user asked for it.
///
/// @param words the arguments, the UUID last
/// @param warnings what the image cannot be told
record Stage1Arguments(List<String> words, List<String> warnings) {
  Stage1Arguments {
    words = List.copyOf(words);
    warnings = List.copyOf(warnings);
  }

  static Stage1Arguments of(RunRequest request, int version, String uuid) throws FlagException {
    Flags pod = request.pod();
    List<String> words = new ArrayList<>();
    List<String> warnings = new ArrayList<>();
    if (pod.is("debug")) {
      words.add("--debug");
    }
    words.add("--net=" + request.net());
    if (pod.is("interactive")) {
      words.add("--interactive");
    }
    words.add("--local-config=" + GlobalFlags.localConfig(pod));
    List<Versioned> later =
        List.of(
            new Versioned(2, "--hostname", one("hostname", pod)),
            new Versioned(4, "DNS flags", NameFiles.of(pod).stage1Flags()),
            new Versioned(3, "--insecure-options", InsecureOptions.of(pod).stage1Flags()),
            new Versioned(6, "--ipc", one("ipc", pod)));
    for (Versioned flags : later) {
      if (version >= flags.since()) {
        words.addAll(flags.words());
      } else if (!flags.words().isEmpty()) {
        warnings.add(
            "%s ignored: the stage1 image has interface version %d, which does not know it"
                .formatted(flags.what(), version));
      }
    }
    words.add(uuid);
    return new Stage1Arguments(words, warnings);
  }

  private static List<String> one(String name, Flags pod) {
    return pod.last(name)
        .filter(value -> !value.isEmpty())
        .map(value -> List.of("--" + name + "=" + value))
        .orElse(List.of());
  }

  /// Flags that came with a version of the interface.
  private record Versioned(int since, String what, List<String> words) {}
}
