package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.edit.IsolatorText;
import io.stage1kvm.aci.edit.ManifestPatch;
import io.stage1kvm.manifest.isolator.Isolator;
import io.stage1kvm.manifest.isolator.LinuxCapabilitiesRemoveSet;
import io.stage1kvm.manifest.isolator.LinuxCapabilitiesRetainSet;
import io.stage1kvm.manifest.isolator.LinuxSeccompRemoveSet;
import io.stage1kvm.manifest.isolator.LinuxSeccompRetainSet;
import io.stage1kvm.manifest.type.Exec;
import io.stage1kvm.manifest.type.InvalidValueException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/// Changes of a manifest, written as for actool. Several mounts, ports and isolators in one option
/// have `:` between them.
final class PatchOptions {
  @Option(names = "--name", paramLabel = "NAME", description = "Name of the image.")
  private String name;

  @Option(
      names = "--exec",
      paramLabel = "COMMAND",
      description = "What the app executes; arguments are separated by blanks.")
  private String exec;

  @Option(names = "--user", paramLabel = "USER")
  private String user;

  @Option(names = "--group", paramLabel = "GROUP")
  private String group;

  @Option(
      names = "--supplementary-groups",
      paramLabel = "GID[,GID...]",
      description = "In place of those that are there.")
  private String supplementaryGroups;

  @Option(
      names = "--capability",
      paramLabel = "CAP[,CAP...]",
      description = "The capabilities that the app keeps, in place of earlier rules.")
  private String capability;

  @Option(
      names = "--revoke-capability",
      paramLabel = "CAP[,CAP...]",
      description = "The capabilities that the app loses, in place of earlier rules.")
  private String revokeCapability;

  @Option(
      names = "--mounts",
      paramLabel = "NAME,path=PATH[,readOnly=true][:...]",
      description = "Mount points to add.")
  private String mounts = "";

  @Option(
      names = "--ports",
      paramLabel = "NAME,protocol=tcp,port=N[,count=N][,socketActivated=true][:...]",
      description = "Ports to add.")
  private String ports = "";

  @Option(
      names = "--isolators",
      paramLabel = "NAME,request=N,limit=N[:...]",
      description = "Resource isolators to add; NAME,VALUE for those with a plain value.")
  private String isolators = "";

  @Option(
      names = "--seccomp-mode",
      paramLabel = "remove|retain[,errno=E]",
      description = "What --seccomp-set means, in place of earlier rules.")
  private String seccompMode;

  @Option(names = "--seccomp-set", paramLabel = "CALL[,CALL...]")
  private String seccompSet;

  /// @throws InvalidValueException if an option does not fit
  ManifestPatch patch() {
    return new ManifestPatch(
        Optional.ofNullable(name),
        Optional.ofNullable(exec).map(e -> new Exec(List.of(e.strip().split("\\s+")))),
        Optional.ofNullable(user),
        Optional.ofNullable(group),
        Optional.ofNullable(supplementaryGroups).map(PatchOptions::numbers),
        list(mounts, NamedValues::mountPoint),
        list(ports, NamedValues::port),
        overrides(),
        list(isolators, IsolatorText::parse));
  }

  private static <T> List<T> list(String texts, Function<String, T> parse) {
    return texts.isEmpty() ? List.of() : Stream.of(texts.split(":")).map(parse).toList();
  }

  private static List<Long> numbers(String text) {
    try {
      return Stream.of(text.split(",")).map(Long::valueOf).toList();
    } catch (NumberFormatException e) {
      throw InvalidValueException.of("--supplementary-groups", text, "be numbers");
    }
  }

  private List<Isolator> overrides() {
    List<Isolator> overrides = new ArrayList<>();
    if (capability != null && revokeCapability != null) {
      throw InvalidValueException.of(
          "--capability", "not be given together with --revoke-capability");
    }
    if (capability != null) {
      overrides.add(new LinuxCapabilitiesRetainSet(names(capability)));
    }
    if (revokeCapability != null) {
      overrides.add(new LinuxCapabilitiesRemoveSet(names(revokeCapability)));
    }
    if ((seccompMode == null) != (seccompSet == null)) {
      throw InvalidValueException.of("--seccomp-mode", "be given together with --seccomp-set");
    }
    if (seccompMode != null) {
      overrides.add(seccomp());
    }
    return overrides;
  }

  private Isolator seccomp() {
    String[] parts = seccompMode.split(",", 2);
    Optional<String> errno = Optional.empty();
    if (parts.length == 2) {
      if (!parts[1].startsWith("errno=")) {
        throw InvalidValueException.of("--seccomp-mode", seccompMode, "have the form MODE,errno=E");
      }
      errno = Optional.of(parts[1].substring("errno=".length()));
    }
    return switch (parts[0]) {
      case "retain" -> new LinuxSeccompRetainSet(names(seccompSet), errno);
      case "remove" -> new LinuxSeccompRemoveSet(names(seccompSet), errno);
      default ->
          throw InvalidValueException.of("--seccomp-mode", parts[0], "be 'remove' or 'retain'");
    };
  }

  private static List<String> names(String text) {
    return List.of(text.split(","));
  }
}
