package io.stage1kvm.aci.sign;

import io.stage1kvm.aci.archive.AciException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPKeyReader;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPImplementation;

/// A public key that may have signed.
public final class TrustedKey {
  /// A key with thousands of signatures by others is smaller.
  private static final int MAX_SIZE = 4 << 20;

  private final OpenPGPCertificate certificate;

  private TrustedKey(OpenPGPCertificate certificate) {
    this.certificate = certificate;
  }

  /// Reads the keys of a file, ASCII-armored or not.
  ///
  /// @throws AciException naming the file, if it has no key
  public static List<TrustedKey> read(Path file) throws AciException {
    try (InputStream in = Files.newInputStream(file)) {
      return parse(in.readNBytes(MAX_SIZE + 1));
    } catch (IOException e) {
      throw AciException.cannot("read", "public key", file.toString(), e);
    }
  }

  private static List<TrustedKey> parse(byte[] bytes) throws AciException {
    if (bytes.length > MAX_SIZE) {
      throw AciException.malformed("it is larger than %d bytes".formatted(MAX_SIZE));
    }
    try {
      List<TrustedKey> keys = new ArrayList<>();
      OpenPGPKeyReader reader = new OpenPGPKeyReader(new BcOpenPGPImplementation());
      reader.parseCertificates(bytes).forEach(c -> keys.add(new TrustedKey(c)));
      if (keys.isEmpty()) {
        throw AciException.malformed("there is no key in it");
      }
      return keys;
    } catch (AciException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      // The library's answer to bytes that are no OpenPGP is any of many exceptions.
      throw AciException.malformed("it is no OpenPGP public key", e);
    }
  }

  OpenPGPCertificate certificate() {
    return certificate;
  }

  /// Of the primary key, in lower case hex.
  public String fingerprint() {
    return HexFormat.of().formatHex(certificate.getFingerprint());
  }
}
