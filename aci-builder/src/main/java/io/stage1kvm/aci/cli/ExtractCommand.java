package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.extract.AciExtractor;
import io.stage1kvm.aci.extract.ExtractedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
    name = "extract",
    description = {
      "Extract an image to TARGET/manifest and TARGET/rootfs, and print its ID.",
      "After a failure TARGET is as it was before."
    })
final class ExtractCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private OwnerOptions owner = new OwnerOptions();
  @Mixin private LimitOptions limit = new LimitOptions();

  @Parameters(index = "0", paramLabel = "IMAGE", description = "Image file.")
  private Path image;

  @Parameters(
      index = "1",
      paramLabel = "TARGET",
      description = "A directory that is empty or does not exist yet.")
  private Path target;

  ExtractCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  ExtractCommand(Terminal terminal, Path image, Path target) {
    this.terminal = terminal;
    this.image = image;
    this.target = target;
  }

  @Override
  public Integer call() throws IOException {
    ExtractedImage extracted =
        AciExtractor.extract(image, target, owner.ownership(), limit.limit());
    extracted.warnings().forEach(terminal::warn);
    terminal.out().println(extracted.id());
    return 0;
  }
}
