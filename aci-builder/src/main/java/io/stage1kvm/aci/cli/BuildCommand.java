package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.build.AciBuilder;
import io.stage1kvm.aci.build.BuildOptions;
import io.stage1kvm.manifest.type.InvalidValueException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "build",
    description = {
      "Build an image and print its ID.",
      "DIRECTORY holds 'manifest' and 'rootfs'; or it is the rootfs itself, if --name is given.",
      ""
    })
final class BuildCommand implements Callable<Integer> {
  private static final String EPOCH_VARIABLE = "SOURCE_DATE_EPOCH";

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Mixin private CompressionOptions compression = new CompressionOptions();

  @Option(names = "--overwrite", description = "Replace OUTPUT if it is there.")
  private boolean overwrite;

  @Option(names = "--owner-root", description = "Everything in the image belongs to 0:0.")
  private boolean ownerRoot;

  @Option(
      names = "--timestamp",
      paramLabel = "SECONDS",
      description =
          "No time in the image is later than this one, in seconds since 1970."
              + " Default: the variable SOURCE_DATE_EPOCH.")
  private Long timestamp;

  @ArgGroup(exclusive = false, heading = "%nManifest, for a rootfs:%n")
  private ManifestOptions manifest;

  @Parameters(index = "0", paramLabel = "DIRECTORY")
  private Path directory;

  @Parameters(index = "1", paramLabel = "OUTPUT", description = "The image file to write.")
  private Path output;

  @Parameters(
      index = "2..*",
      paramLabel = "[--] EXEC ARG",
      description = "What the app executes, as --exec, one argument each.")
  private List<String> exec = List.of();

  BuildCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    BuildOptions options = options();
    terminal.out().println(builder().build(output, options));
    return 0;
  }

  private AciBuilder builder() throws IOException {
    if (manifest == null && exec.isEmpty()) {
      return AciBuilder.fromLayout(directory);
    }
    if (manifest == null || manifest.name() == null) {
      throw usage("a manifest's parts need --name");
    }
    try {
      return AciBuilder.fromRootfs(manifest.manifest(exec), directory);
    } catch (InvalidValueException e) {
      throw usage(e.getMessage());
    }
  }

  private BuildOptions options() {
    try {
      BuildOptions options =
          BuildOptions.defaults()
              .withCompression(compression.compression(), compression.level())
              .withOwnerRoot(ownerRoot)
              .withOverwrite(overwrite);
      return timestamp().map(options::withTimestamp).orElse(options);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw usage(e.getMessage());
    }
  }

  private Optional<Instant> timestamp() {
    String fromEnvironment = terminal.environment().getOrDefault(EPOCH_VARIABLE, "");
    if (timestamp == null && fromEnvironment.isEmpty()) {
      return Optional.empty();
    }
    try {
      long seconds = timestamp == null ? Long.parseLong(fromEnvironment) : timestamp;
      return Optional.of(Instant.ofEpochSecond(seconds));
    } catch (NumberFormatException e) {
      throw usage("%s '%s' must be seconds since 1970".formatted(EPOCH_VARIABLE, fromEnvironment));
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
