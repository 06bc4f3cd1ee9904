package io.stage1kvm.aci.sign;

import io.stage1kvm.aci.archive.AciException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.bouncycastle.bcpg.ArmoredOutputStream;
import org.bouncycastle.bcpg.PacketFormat;
import org.bouncycastle.openpgp.PGPException;
import org.bouncycastle.openpgp.api.OpenPGPDetachedSignatureGenerator;
import org.bouncycastle.openpgp.api.OpenPGPKey;
import org.bouncycastle.openpgp.api.OpenPGPKeyReader;
import org.bouncycastle.openpgp.api.OpenPGPSignature.OpenPGPDocumentSignature;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPImplementation;

/// Makes detached signatures of files, ASCII-armored.
public final class ImageSigner {
  private static final int MAX_KEY = 4 << 20;

  private final OpenPGPKey key;
  private final char[] passphrase;

  private ImageSigner(OpenPGPKey key, char[] passphrase) {
    this.key = key;
    this.passphrase = passphrase;
  }

  /// @param key a file with a secret key, as `gpg --export-secret-keys` writes it
  /// @param passphrase of the key, or nothing if it is not protected
  public static ImageSigner open(Path key, char... passphrase) throws AciException {
    try (InputStream in = Files.newInputStream(key)) {
      OpenPGPKeyReader reader = new OpenPGPKeyReader(new BcOpenPGPImplementation());
      return new ImageSigner(reader.parseKey(in.readNBytes(MAX_KEY)), passphrase.clone());
    } catch (FileSystemException e) {
      throw AciException.cannot("read", "secret key", key.toString(), e);
    } catch (IOException | RuntimeException e) {
      throw AciException.cannot(
          "read",
          "secret key",
          key.toString(),
          AciException.malformed("it is no OpenPGP secret key", e));
    }
  }

  /// @return the signature as text
  public String sign(Path file) throws AciException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      OpenPGPDetachedSignatureGenerator generator =
          new OpenPGPDetachedSignatureGenerator(new BcOpenPGPImplementation());
      if (passphrase.length > 0) {
        generator.addKeyPassphrase(passphrase);
      }
      List<OpenPGPDocumentSignature> signatures = generator.addSigningKey(key).sign(in);
      // Without the name and version of the library, which say nothing.
      return signatures
          .getFirst()
          .toAsciiArmoredString(
              PacketFormat.ROUNDTRIP, ArmoredOutputStream.builder().clearHeaders());
    } catch (PGPException | RuntimeException e) {
      throw AciException.cannot(
          "sign", "image", file.toString(), "the key cannot be used: " + e.getMessage());
    } catch (IOException e) {
      throw AciException.cannot("sign", "image", file.toString(), e);
    }
  }

  /// Writes the signature to a file.
  ///
  /// @param overwrite whether a file that is there may be replaced
  public void sign(Path file, Path signature, boolean overwrite) throws AciException {
    if (!overwrite && Files.exists(signature)) {
      throw AciException.cannot(
          "write", "signature", signature.toString(), "it exists already\nhint: use --overwrite");
    }
    byte[] text = sign(file).getBytes(StandardCharsets.US_ASCII);
    try {
      Files.write(signature, text);
    } catch (IOException e) {
      throw AciException.cannot("write", "signature", signature.toString(), e);
    }
  }
}
