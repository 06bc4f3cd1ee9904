package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.sign.ImageSigner;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "sign",
    description = {
      "Sign an image, into a file beside it.",
      "The signature is detached OpenPGP, ASCII-armored, as rkt asks for."
    })
final class SignCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Option(
      names = "--key",
      paramLabel = "FILE",
      required = true,
      description = "A secret key, as 'gpg --export-secret-keys' writes it.")
  private Path key;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "The passphrase of the key, in the first line.")
  private Path passphraseFile;

  @Option(names = "--output", paramLabel = "FILE", description = "Default: IMAGE.asc.")
  private Path output;

  @Option(names = "--overwrite", description = "Replace the signature if it is there.")
  private boolean overwrite;

  @Parameters(paramLabel = "IMAGE", description = "Image file.")
  private Path image;

  SignCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws IOException {
    Path signature = output == null ? VerifyCommand.signatureOf(image) : output;
    ImageSigner.open(key, passphrase()).sign(image, signature, overwrite);
    terminal.out().println(signature);
    return 0;
  }

  private char[] passphrase() throws AciException {
    if (passphraseFile == null) {
      return new char[0];
    }
    try {
      return Files.readString(passphraseFile).lines().findFirst().orElse("").toCharArray();
    } catch (IOException e) {
      throw AciException.cannot("read", "passphrase", passphraseFile.toString(), e);
    }
  }
}
