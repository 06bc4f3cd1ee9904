package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.layout.AciImage;
import io.stage1kvm.manifest.json.ManifestJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "cat-manifest", description = "Print the manifest of an image.")
final class CatManifestCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--pretty-print",
      description =
          "Check the manifest and print it indented, instead of as it stands in the image.")
  private boolean pretty;

  @Mixin private LimitOptions limit = new LimitOptions();

  @Parameters(paramLabel = "IMAGE", description = "Image file.")
  private Path image;

  CatManifestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  CatManifestCommand(Terminal terminal, Path image) {
    this.terminal = terminal;
    this.image = image;
  }

  @Override
  public Integer call() throws IOException {
    byte[] json =
        pretty
            ? ManifestJson.writePretty(AciImage.manifest(image, limit.limit()))
            : AciImage.manifestBytes(image, limit.limit());
    terminal.out().write(json);
    if (json.length == 0 || json[json.length - 1] != '\n') {
      terminal.out().println();
    }
    return 0;
  }
}
