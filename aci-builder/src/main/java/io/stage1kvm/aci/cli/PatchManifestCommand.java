package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.Compression;
import io.stage1kvm.aci.edit.ImageEditor;
import io.stage1kvm.aci.edit.ManifestPatch;
import io.stage1kvm.manifest.type.InvalidValueException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
    name = "patch-manifest",
    description = {"Copy an image under a changed manifest and print the new ID.", ""})
final class PatchManifestCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Option(
      names = "--manifest",
      paramLabel = "FILE",
      description = "The new manifest as a whole, in place of single changes.")
  private Path manifest;

  @Option(names = "--replace", description = "Put the new image in the place of INPUT.")
  private boolean replace;

  @Option(names = "--overwrite", description = "Replace OUTPUT if it is there.")
  private boolean overwrite;

  @Option(names = "--no-compression", description = "As --compression=none.")
  private boolean noCompression;

  @Option(
      names = "--compression",
      paramLabel = "gzip|xz|bzip2|none",
      description = "Default: that of INPUT.")
  private Compression compression;

  @ArgGroup(exclusive = false, heading = "%nChanges:%n")
  private PatchOptions changes = new PatchOptions();

  @Mixin private LimitOptions limit = new LimitOptions();

  @Parameters(index = "0", paramLabel = "INPUT", description = "Image file.")
  private Path input;

  @Parameters(index = "1", arity = "0..1", paramLabel = "OUTPUT", description = "Image file.")
  private Path output;

  PatchManifestCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    if (replace == (output != null)) {
      throw usage("give either OUTPUT or --replace");
    }
    if (replace && overwrite) {
      throw usage("--replace and --overwrite do not go together");
    }
    ImageEditor editor = editor();
    Path target = replace ? input : output;
    terminal
        .out()
        .println(editor.copy(input, target, compression(), replace || overwrite, limit.limit()));
    return 0;
  }

  private ImageEditor editor() throws IOException {
    ManifestPatch patch = patch();
    if (manifest == null) {
      return ImageEditor.patch(patch);
    }
    if (!patch.isEmpty()) {
      throw usage("--manifest does not go together with single changes");
    }
    try {
      return ImageEditor.replaceManifest(Files.readAllBytes(manifest));
    } catch (IOException e) {
      throw AciException.cannot("read", "manifest", manifest.toString(), e);
    }
  }

  private ManifestPatch patch() {
    try {
      return changes.patch();
    } catch (InvalidValueException e) {
      throw usage(e.getMessage());
    }
  }

  private Optional<Compression> compression() {
    return noCompression ? Optional.of(Compression.NONE) : Optional.ofNullable(compression);
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }
}
