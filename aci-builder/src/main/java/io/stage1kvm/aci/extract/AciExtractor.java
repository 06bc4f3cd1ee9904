package io.stage1kvm.aci.extract;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.AciReader;
import io.stage1kvm.aci.archive.SizeLimit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/// Extracts an image to `<target>/manifest` and `<target>/rootfs/`, in one pass that also gives
/// the image ID.
///
/// The target must be an empty directory or not be there (then it is made, its parent must be
/// there). Modes, owners, times (directories' too) and extended attributes are the image's. After
/// a failure the target is as it was before.
///
/// Nothing is synced to disk: whoever keeps the tree longer than the process calls `syncfs`.
public final class AciExtractor {
  private AciExtractor() {}

  /// Extracts a file, with owners and devices if the caller is root.
  public static ExtractedImage extract(Path image, Path target) throws AciException {
    return extract(image, target, Ownership.ofCaller());
  }

  /// @throws AciException for everything that can go wrong, naming image and entry
  public static ExtractedImage extract(Path image, Path target, Ownership ownership)
      throws AciException {
    return extract(image, target, ownership, SizeLimit.DEFAULT);
  }

  /// As [#extract(Path, Path, Ownership)], with another bound on what the image may decompress to.
  public static ExtractedImage extract(
      Path image, Path target, Ownership ownership, SizeLimit limit) throws AciException {
    try {
      return extract(Files.newInputStream(image), image.toString(), target, ownership, limit);
    } catch (IOException e) {
      throw AciException.cannot("extract", "image", image.toString(), e);
    }
  }

  /// Extracts from a stream, which is read to its end and closed.
  ///
  /// @param source what to call the image in messages
  public static ExtractedImage extract(
      InputStream image, String source, Path target, Ownership ownership) throws AciException {
    return extract(image, source, target, ownership, SizeLimit.DEFAULT);
  }

  private static ExtractedImage extract(
      InputStream image, String source, Path target, Ownership ownership, SizeLimit limit)
      throws AciException {
    try (AciReader reader = AciReader.open(image, limit)) {
      return new Extraction(reader, ownership).into(target);
    } catch (IOException e) {
      throw AciException.cannot("extract", "image", source, e);
    }
  }
}
