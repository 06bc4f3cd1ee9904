package io.stage1kvm.aci.discover;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.SizeLimit;
import io.stage1kvm.aci.discover.Discovered.Endpoint;
import io.stage1kvm.aci.discover.HttpClient.Answer;
import io.stage1kvm.aci.layout.AciImage;
import io.stage1kvm.aci.sign.Keyring;
import io.stage1kvm.aci.sign.SignatureVerifier;
import io.stage1kvm.aci.sign.Signer;
import io.stage1kvm.manifest.type.ImageID;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;

/// Fetches images: downloads, checks the signature and the name, and only then puts the file in its
/// place.
public final class ImageFetcher {
  private static final int MAX_SIGNATURE = 1 << 20;

  private final HttpClient http;
  private final Keyring keyring;
  private final SizeLimit limit;

  /// @param keyring keys that may sign
  /// @param limit on what an image may have, as it is downloaded and as it decompresses
  public ImageFetcher(HttpClient http, Keyring keyring, SizeLimit limit) {
    this.http = http;
    this.keyring = keyring;
    this.limit = limit;
  }

  /// An image that was fetched.
  ///
  /// @param id its ID
  /// @param signer who signed it; empty if that was not asked for
  /// @param url where it came from
  public record Fetched(ImageID id, Optional<Signer> signer, String url) {}

  /// @param query what the image must be; empty for whatever is there
  /// @param output the file to write
  public Fetched fetch(
      Endpoint endpoint, Optional<ImageQuery> query, Path output, boolean overwrite)
      throws AciException {
    try {
      refuseIfThere(output, overwrite);
      Path directory = Files.createTempDirectory(output.toAbsolutePath().getParent(), ".aci-fetch");
      try {
        Path image = directory.resolve("image");
        Fetched fetched = fetch(endpoint, query, image);
        refuseIfThere(output, overwrite);
        Files.move(image, output, StandardCopyOption.REPLACE_EXISTING);
        return fetched;
      } finally {
        Files.deleteIfExists(directory.resolve("image"));
        Files.deleteIfExists(directory.resolve("image.asc"));
        Files.delete(directory);
      }
    } catch (IOException e) {
      throw AciException.cannot("fetch", "image", endpoint.aci(), e);
    }
  }

  private static void refuseIfThere(Path output, boolean overwrite) throws AciException {
    if (!overwrite && Files.exists(output)) {
      throw AciException.cannot(
          "write", "image", output.toString(), "it exists already\nhint: use --overwrite");
    }
  }

  private Fetched fetch(Endpoint endpoint, Optional<ImageQuery> query, Path image)
      throws IOException {
    boolean signed = !http.allows(Insecure.IMAGE);
    Path signature = image.resolveSibling("image.asc");
    if (signed) {
      try {
        download(endpoint.asc(), signature, MAX_SIGNATURE);
      } catch (IOException e) {
        throw AciException.cannot("get", "signature", endpoint.asc(), e);
      }
    }
    download(endpoint.aci(), image, limit.maxSize());
    var manifest = AciImage.manifest(image, limit);
    Optional<String> mismatch = query.flatMap(q -> q.mismatch(manifest));
    if (mismatch.isPresent()) {
      throw AciException.malformed(mismatch.get());
    }
    Optional<Signer> signer =
        signed
            ? Optional.of(
                new SignatureVerifier(keyring.keysFor(manifest.name())).verify(image, signature))
            : Optional.empty();
    return new Fetched(AciImage.id(image, limit), signer, endpoint.aci());
  }

  private void download(String url, Path file, long limit) throws IOException {
    try (Answer answer = http.get(url);
        OutputStream out = Files.newOutputStream(file)) {
      answer.refuseUnlessGood();
      copy(answer.body(), out, limit);
    }
  }

  private static void copy(InputStream in, OutputStream out, long limit) throws IOException {
    byte[] buffer = new byte[1 << 16];
    long size = 0;
    for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
      size += n;
      if (size > limit) {
        throw AciException.malformed("it is larger than %d bytes".formatted(limit));
      }
      out.write(buffer, 0, n);
    }
  }
}
