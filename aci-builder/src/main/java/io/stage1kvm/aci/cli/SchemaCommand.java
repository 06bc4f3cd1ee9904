package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.schema.SchemaFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
    name = "schema",
    description = "Write the JSON Schemas of image and pod manifests, for editors.")
final class SchemaCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Parameters(paramLabel = "DIRECTORY", description = "Made if it is not there.")
  private Path directory;

  SchemaCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    SchemaFiles.write(directory).forEach(terminal.out()::println);
    return 0;
  }
}
