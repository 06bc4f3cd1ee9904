package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.layout.AciImage;
import io.stage1kvm.manifest.type.ImageID;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(name = "id", description = "Print image IDs: SHA-512 of the uncompressed archive.")
final class IdCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private LimitOptions limit = new LimitOptions();

  @Parameters(paramLabel = "IMAGE", arity = "1..*", description = "Image files.")
  private List<Path> images;

  IdCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  IdCommand(Terminal terminal, List<Path> images) {
    this.terminal = terminal;
    this.images = images;
  }

  /// One image gives its ID alone; several give lines as `sha512sum` writes them.
  @Override
  public Integer call() throws IOException {
    for (Path image : images) {
      ImageID id = AciImage.id(image, limit.limit());
      terminal.out().println(images.size() == 1 ? id.toString() : id + "  " + image);
    }
    return 0;
  }
}
