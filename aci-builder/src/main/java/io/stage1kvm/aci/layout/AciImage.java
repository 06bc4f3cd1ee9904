package io.stage1kvm.aci.layout;

import io.stage1kvm.aci.archive.AciEntry;
import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.AciReader;
import io.stage1kvm.aci.archive.SizeLimit;
import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.type.ImageID;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/// What can be asked of an image file without extracting it.
public final class AciImage {
  private AciImage() {}

  /// Reads the whole file, but does not judge what is in it.
  ///
  /// @return SHA-512 of the uncompressed archive
  public static ImageID id(Path image) throws AciException {
    return id(image, SizeLimit.DEFAULT);
  }

  /// As [#id(Path)], with another bound on what the image may decompress to.
  public static ImageID id(Path image, SizeLimit limit) throws AciException {
    return read(image, limit, AciReader::id);
  }

  /// Reads as far as the manifest, which is the first entry of most images.
  public static ImageManifest manifest(Path image) throws AciException {
    return manifest(image, SizeLimit.DEFAULT);
  }

  /// As [#manifest(Path)], with another bound on what the image may decompress to.
  public static ImageManifest manifest(Path image, SizeLimit limit) throws AciException {
    return read(image, limit, reader -> ManifestCodec.read(manifestBytes(reader)));
  }

  /// @return the manifest as it was written, valid or not
  public static byte[] manifestBytes(Path image, SizeLimit limit) throws AciException {
    return read(image, limit, AciImage::manifestBytes);
  }

  private static byte[] manifestBytes(AciReader reader) throws IOException {
    for (Optional<AciEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
      if (next.get() instanceof AciEntry.File file && isManifest(file.name())) {
        return reader.readAll(AciLayout.MAX_MANIFEST_SIZE);
      }
    }
    throw AciException.malformed("there is no file 'manifest' at the top");
  }

  private static boolean isManifest(String name) {
    return !EntryPath.isAbsolute(name)
        && !EntryPath.hasParent(name)
        && EntryPath.of(name).toString().equals(AciLayout.MANIFEST);
  }

  private interface Question<T> {
    T ask(AciReader reader) throws IOException;
  }

  private static <T> T read(Path image, SizeLimit limit, Question<T> question) throws AciException {
    try (AciReader reader = AciReader.open(image, limit)) {
      return question.ask(reader);
    } catch (IOException e) {
      throw AciException.cannot("read", "image", image.toString(), e);
    }
  }
}
