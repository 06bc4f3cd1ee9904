package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.AciReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "ls",
    description = "List what is in an image, in the archive's order, valid or not.")
final class LsCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "-l",
      description = "With modes, owners, sizes and times (UTC), as 'tar -tv --numeric-owner'.")
  private boolean detailed;

  @Mixin private LimitOptions limit = new LimitOptions();

  @Parameters(paramLabel = "IMAGE", description = "Image file.")
  private Path image;

  LsCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    try (AciReader reader = AciReader.open(image, limit.limit())) {
      for (Optional<AciEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
        AciEntry entry = next.get();
        terminal.out().println(detailed ? EntryLine.detailed(entry) : EntryLine.name(entry));
      }
    } catch (IOException e) {
      terminal.out().flush();
      throw AciException.cannot("read", "image", image.toString(), e);
    }
    return 0;
  }
}
