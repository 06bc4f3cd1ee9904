package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.convert.ConvertOptions;
import io.stage1kvm.aci.convert.ConvertedImage;
import io.stage1kvm.aci.convert.ImageConverter;
import io.stage1kvm.aci.convert.Platform;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "convert",
    description = {
      "Convert an image of a docker archive or an OCI layout and print its ID.",
      "SOURCE is a directory or a tar file, as docker save, skopeo, umoci and buildah write them.",
      ""
    })
final class ConvertCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Option(
      names = "--layers",
      description =
          "Write an image for each layer, with those below as dependencies, into the directory"
              + " OUTPUT, and print their IDs and files, lowest first."
              + " Default: one image with the files of all layers.")
  private boolean layers;

  @Option(names = "--name", paramLabel = "NAME", description = "Name of the image.")
  private String name;

  @Option(
      names = "--ref",
      paramLabel = "REF",
      description = "Which image of SOURCE, by its name or tag there.")
  private String ref;

  @Option(
      names = "--platform",
      paramLabel = "OS/ARCH[/VARIANT]",
      description = "Which image, if there are several. Default: linux on this machine's arch.")
  private String platform;

  @Mixin private CompressionOptions compression = new CompressionOptions();

  @Option(names = "--overwrite", description = "Replace OUTPUT if it is there.")
  private boolean overwrite;

  @Mixin private LimitOptions limit = new LimitOptions();

  @Parameters(index = "0", paramLabel = "SOURCE", description = "A directory or a tar file.")
  private Path source;

  @Parameters(index = "1", paramLabel = "OUTPUT", description = "The image file to write.")
  private Path output;

  ConvertCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    ConvertOptions options = options();
    if (layers) {
      for (ConvertedImage image : ImageConverter.convertLayers(source, output, options)) {
        terminal.out().println(image.id() + "  " + image.file());
      }
    } else {
      terminal.out().println(ImageConverter.convert(source, output, options).id());
    }
    return 0;
  }

  private ConvertOptions options() {
    try {
      ConvertOptions options =
          ConvertOptions.defaults()
              .withCompression(compression.compression(), compression.level())
              .withOverwrite(overwrite)
              .withLimit(limit.limit())
              .withWarnings(terminal::warn);
      options = name == null ? options : options.withName(name);
      options = ref == null ? options : options.withRef(ref);
      return platform == null ? options : options.withPlatform(Platform.parse(platform));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
