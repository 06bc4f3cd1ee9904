package io.stage1kvm.aci.sign;

import io.stage1kvm.aci.archive.AciException;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.openpgp.PGPSignatureException;
import org.bouncycastle.openpgp.api.OpenPGPCertificate;
import org.bouncycastle.openpgp.api.OpenPGPDetachedSignatureProcessor;
import org.bouncycastle.openpgp.api.OpenPGPSignature.OpenPGPDocumentSignature;
import org.bouncycastle.openpgp.api.bc.BcOpenPGPImplementation;

/// Checks detached signatures of files.
public final class SignatureVerifier {
  private static final int MAX_SIGNATURE = 1 << 20;

  private final List<TrustedKey> keys;

  public SignatureVerifier(List<TrustedKey> keys) {
    this.keys = List.copyOf(keys);
  }

  /// @param signature ASCII-armored or not
  /// @return who signed, of those whose keys are trusted
  /// @throws AciException if nobody did
  public Signer verify(Path file, Path signature) throws AciException {
    try {
      return verify(file, readSignature(signature));
    } catch (IOException e) {
      throw AciException.cannot("verify", "image", file.toString(), e);
    }
  }

  private static byte[] readSignature(Path signature) throws AciException {
    try (InputStream in = Files.newInputStream(signature)) {
      byte[] bytes = in.readNBytes(MAX_SIGNATURE + 1);
      if (bytes.length > MAX_SIGNATURE) {
        throw AciException.malformed("it is larger than %d bytes".formatted(MAX_SIGNATURE));
      }
      return bytes;
    } catch (IOException e) {
      throw AciException.cannot("read", "signature", signature.toString(), e);
    }
  }

  private Signer verify(Path file, byte[] signature) throws IOException {
    if (keys.isEmpty()) {
      throw AciException.malformed("no key is trusted for it");
    }
    OpenPGPDetachedSignatureProcessor processor =
        new OpenPGPDetachedSignatureProcessor(new BcOpenPGPImplementation());
    keys.forEach(key -> processor.addVerificationCertificate(key.certificate()));
    List<OpenPGPDocumentSignature> signatures;
    // The processor reads byte by byte.
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
      try {
        processor.addSignatures(new ByteArrayInputStream(signature));
      } catch (IOException | RuntimeException e) {
        throw AciException.malformed("the signature is no OpenPGP signature", e);
      }
      signatures = processor.process(in);
    } catch (RuntimeException e) {
      throw AciException.malformed("the signature is corrupt", e);
    }
    return signatures.stream()
        .filter(SignatureVerifier::isValid)
        .map(SignatureVerifier::signer)
        .findFirst()
        .orElseThrow(() -> refused(signatures));
  }

  private AciException refused(List<OpenPGPDocumentSignature> signatures) {
    Optional<OpenPGPDocumentSignature> known =
        signatures.stream().filter(s -> s.getIssuerCertificate() != null).findFirst();
    return AciException.malformed(
        known.isEmpty()
            ? "it is signed by none of the %d trusted keys".formatted(keys.size())
            : "the signature of key %s is not good".formatted(signer(known.get()).fingerprint()));
  }

  /// The library also checks that the key is not revoked or expired and may sign.
  private static boolean isValid(OpenPGPDocumentSignature signature) {
    try {
      return signature.getIssuerCertificate() != null
          && signature.isTestedCorrect()
          && signature.isValid();
    } catch (PGPSignatureException | RuntimeException e) {
      return false;
    }
  }

  private static Signer signer(OpenPGPDocumentSignature signature) {
    OpenPGPCertificate certificate = signature.getIssuerCertificate();
    String user =
        certificate.getAllUserIds().stream().findFirst().map(id -> id.getUserId()).orElse("");
    return new Signer(
        HexFormat.of().formatHex(certificate.getFingerprint()),
        user,
        signature.getCreationTime().toInstant());
  }
}
