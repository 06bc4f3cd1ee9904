package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.ByteText;
import io.stage1kvm.aci.layout.AciImage;
import io.stage1kvm.aci.sign.SignatureVerifier;
import io.stage1kvm.aci.sign.Signer;
import io.stage1kvm.aci.sign.TrustedKey;
import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.InvalidValueException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    description = "Check that a trusted key signed an image, and print which one.")
final class VerifyCommand implements Callable<Integer> {
  private static final String SUFFIX = ".asc";

  private final Terminal terminal;

  @Spec private CommandSpec spec;

  @Option(
      names = "--signature",
      paramLabel = "FILE",
      description = "ASCII-armored or not. Default: IMAGE.asc.")
  private Path signature;

  @Mixin private KeyringOptions keyrings = new KeyringOptions();

  @Option(
      names = "--key",
      paramLabel = "FILE",
      description = "A public key that is trusted in place of keyrings; may be given again.")
  private List<Path> keys = List.of();

  @Option(
      names = "--name",
      paramLabel = "NAME",
      description = "The name that the image must have. Default: that of its manifest.")
  private String name;

  @Mixin private LimitOptions limit = new LimitOptions();

  @Parameters(paramLabel = "IMAGE", description = "Image file.")
  private Path image;

  VerifyCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  static Path signatureOf(Path image) {
    return image.resolveSibling(image.getFileName() + SUFFIX);
  }

  @Override
  public Integer call() throws IOException {
    Path file = signature == null ? signatureOf(image) : signature;
    Signer signer = new SignatureVerifier(trusted()).verify(image, file);
    terminal.out().println(signer.fingerprint() + "  " + ByteText.show(signer.userId()));
    return 0;
  }

  /// Whoever wrote the image also wrote its name, and so chose among the keys: that is enough
  /// where names are what keys are trusted for, and `--name` pins it.
  private List<TrustedKey> trusted() throws IOException {
    if (!keys.isEmpty()) {
      if (name != null) {
        imageName();
      }
      List<TrustedKey> trusted = new ArrayList<>();
      for (Path key : keys) {
        trusted.addAll(TrustedKey.read(key));
      }
      return trusted;
    }
    return keyrings.keyring().keysFor(imageName());
  }

  private ACIdentifier imageName() throws IOException {
    ACIdentifier real = AciImage.manifest(image, limit.limit()).name();
    if (name == null) {
      return real;
    }
    try {
      ACIdentifier wanted = new ACIdentifier(name);
      if (!real.equals(wanted)) {
        throw AciException.cannot(
            "verify", "image", image.toString(), "its name is '%s'".formatted(real));
      }
      return wanted;
    } catch (InvalidValueException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage());
    }
  }
}
