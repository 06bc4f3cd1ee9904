package io.stage1kvm.stage0;

import io.stage1kvm.manifest.isolator.Isolator;
import io.stage1kvm.manifest.isolator.Isolators;
import io.stage1kvm.manifest.isolator.LinuxCapabilitiesRemoveSet;
import io.stage1kvm.manifest.isolator.LinuxCapabilitiesRetainSet;
import io.stage1kvm.manifest.isolator.LinuxCpuShares;
import io.stage1kvm.manifest.isolator.LinuxOomScoreAdj;
import io.stage1kvm.manifest.isolator.LinuxSeccompRemoveSet;
import io.stage1kvm.manifest.isolator.LinuxSeccompRetainSet;
import io.stage1kvm.manifest.isolator.ResourceCpu;
import io.stage1kvm.manifest.isolator.ResourceMemory;
import io.stage1kvm.manifest.type.Quantity;
import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.Flags;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The isolators of an image with those that the flags name. Of memory and CPU limits the last one
/// counts, so rkt adds them behind the image's; all others take the place of the image's.
final class IsolatorFlags {
  private IsolatorFlags() {}

  static Isolators apply(Flags flags, Isolators image) throws FlagException {
    Isolators isolators = image;
    if (flags.has("memory")) {
      Optional<Quantity> memory = flags.last("memory").map(Quantity::new);
      isolators = isolators.with(new ResourceMemory(memory, memory));
    }
    if (flags.has("cpu")) {
      Optional<Quantity> cpu = flags.last("cpu").map(Quantity::new);
      isolators = isolators.with(new ResourceCpu(cpu, cpu));
    }
    if (flags.has("cpu-shares")) {
      isolators = isolators.replace(new LinuxCpuShares(number(flags, "cpu-shares")));
    }
    if (flags.has("oom-score-adj")) {
      isolators = isolators.replace(new LinuxOomScoreAdj(number(flags, "oom-score-adj")));
    }
    if (flags.has("caps-retain") && flags.has("caps-remove")) {
      throw new FlagException("only one of --caps-retain and --caps-remove can be specified");
    }
    if (flags.has("caps-retain")) {
      isolators = isolators.replace(new LinuxCapabilitiesRetainSet(flags.items("caps-retain")));
    }
    if (flags.has("caps-remove")) {
      isolators = isolators.replace(new LinuxCapabilitiesRemoveSet(flags.items("caps-remove")));
    }
    return flags.has("seccomp") ? isolators.replace(seccomp(flags.items("seccomp"))) : isolators;
  }

  private static int number(Flags flags, String name) throws FlagException {
    String value = flags.last(name).orElseThrow();
    try {
      return Integer.parseInt(value);
    } catch (NumberFormatException ignored) {
      throw FlagException.invalid(name, value, "be a number");
    }
  }

  private static Isolator seccomp(List<String> items) throws FlagException {
    List<String> calls = new ArrayList<>();
    String mode = "";
    Optional<String> errno = Optional.empty();
    for (String item : items) {
      if (item.startsWith("mode=")) {
        mode = item.substring("mode=".length());
      } else if (item.startsWith("errno=")) {
        errno = Optional.of(item.substring("errno=".length()));
      } else {
        calls.add(item);
      }
    }
    return switch (mode) {
      case "retain" -> new LinuxSeccompRetainSet(calls, errno);
      case "remove" -> new LinuxSeccompRemoveSet(calls, errno);
      default -> throw FlagException.invalid("seccomp", mode, "have mode=retain or mode=remove");
    };
  }
}
