package io.stage1kvm.aci.cli;

import io.stage1kvm.manifest.App;
import io.stage1kvm.manifest.AppBuilder;
import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.ImageManifestBuilder;
import io.stage1kvm.manifest.type.Environment;
import io.stage1kvm.manifest.type.Exec;
import io.stage1kvm.manifest.type.InvalidValueException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/// The parts of a manifest that can be given as options. Ports and mounts are written as for
/// actool.
final class ManifestOptions {
  @Option(names = "--name", paramLabel = "NAME", description = "Name of the image.")
  private String name;

  @Option(
      names = "--label",
      paramLabel = "NAME=VALUE",
      description = "Default: os=linux and this machine's arch.")
  private Map<String, String> labels = new LinkedHashMap<>();

  @Option(names = "--annotation", paramLabel = "NAME=VALUE")
  private Map<String, String> annotations = new LinkedHashMap<>();

  @Option(
      names = "--exec",
      paramLabel = "COMMAND",
      description = "What the app executes; arguments are separated by blanks.")
  private String exec;

  @Option(names = "--env", paramLabel = "NAME=VALUE")
  private Map<String, String> environment = new LinkedHashMap<>();

  @Option(names = "--user", paramLabel = "USER", description = "Default: 0.")
  private String user = "0";

  @Option(names = "--group", paramLabel = "GROUP", description = "Default: 0.")
  private String group = "0";

  @Option(names = "--supplementary-group", paramLabel = "GID")
  private List<Long> supplementaryGids = List.of();

  @Option(names = "--working-dir", paramLabel = "PATH")
  private String workingDirectory;

  @Option(
      names = "--port",
      paramLabel = "NAME,protocol=tcp,port=N[,count=N][,socketActivated=true]")
  private List<String> ports = List.of();

  @Option(names = "--mount", paramLabel = "NAME,path=PATH[,readOnly=true]")
  private List<String> mounts = List.of();

  String name() {
    return name;
  }

  /// @param arguments the executable and its arguments, if they were not given as one text
  /// @throws InvalidValueException if an option does not fit
  ImageManifest manifest(List<String> arguments) {
    ImageManifestBuilder manifest = ImageManifest.builder(name);
    withDefaults(labels).forEach(manifest::label);
    annotations.forEach(manifest::annotation);
    List<String> command = command(arguments);
    return (command.isEmpty() ? manifest : manifest.app(app(command))).build();
  }

  private List<String> command(List<String> arguments) {
    if (exec == null) {
      return arguments;
    }
    if (!arguments.isEmpty()) {
      throw InvalidValueException.of("--exec", "not be given beside arguments after the output");
    }
    return List.of(exec.strip().split("\\s+"));
  }

  private App app(List<String> command) {
    AppBuilder app =
        App.builder()
            .exec(new Exec(command))
            .user(user)
            .group(group)
            .supplementaryGIDs(supplementaryGids)
            .environment(Environment.of(environment))
            .ports(ports.stream().map(NamedValues::port).toList())
            .mountPoints(mounts.stream().map(NamedValues::mountPoint).toList());
    return (workingDirectory == null ? app : app.workingDirectory(workingDirectory)).build();
  }

  /// `os` stands before `arch`, which means something only beside it.
  private static Map<String, String> withDefaults(Map<String, String> given) {
    Map<String, String> labels = new LinkedHashMap<>();
    labels.put("os", "linux");
    if (!given.containsKey("os") || given.get("os").equals("linux")) {
      labels.put("arch", hostArch());
    }
    labels.putAll(given);
    return labels;
  }

  private static String hostArch() {
    String arch = System.getProperty("os.arch");
    return switch (arch) {
      case "x86_64" -> "amd64";
      case "x86" -> "i386";
      default -> arch;
    };
  }
}
