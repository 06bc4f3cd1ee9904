package io.stage1kvm.aci.convert;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.ByteText;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The digest that names a blob: `sha256:` or `sha512:` and lower case hex.
record Digest(String algorithm, String hex) {
  static final String SHA256 = "sha256";
  private static final String SHA512 = "sha512";

  static Digest parse(String text) throws AciException {
    int colon = text.indexOf(':');
    String algorithm = colon < 0 ? "" : text.substring(0, colon);
    String hex = text.substring(colon + 1);
    int length =
        switch (algorithm) {
          case SHA256 -> 64;
          case SHA512 -> 128;
          default -> -1;
        };
    boolean good =
        hex.length() == length
            && hex.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
    if (!good) {
      throw AciException.malformed(
          "digest '%s' must be sha256 or sha512 in lower case hex"
              .formatted(ByteText.show(text.substring(0, Math.min(text.length(), 80)))));
    }
    return new Digest(algorithm, hex);
  }

  static Digest of(MessageDigest digest, String algorithm) {
    return new Digest(algorithm, HexFormat.of().formatHex(digest.digest()));
  }

  static Digest sha256(byte[] bytes) {
    MessageDigest digest = create(SHA256);
    digest.update(bytes);
    return of(digest, SHA256);
  }

  MessageDigest create() {
    return create(algorithm);
  }

  private static MessageDigest create(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.equals(SHA256) ? "SHA-256" : "SHA-512");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  /// Where an OCI layout keeps the blob.
  String blobPath() {
    return "blobs/" + algorithm + "/" + hex;
  }

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
