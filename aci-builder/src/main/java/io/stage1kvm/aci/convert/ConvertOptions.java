package io.stage1kvm.aci.convert;

import io.stage1kvm.aci.archive.Compression;
import io.stage1kvm.aci.archive.SizeLimit;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;

/// How a source is converted.
///
/// @param name of the image; empty for the source's own
/// @param ref which image of the source, by the name or tag it has there
/// @param platform which image, if the source has one for each of several platforms
/// @param compression of the images that are written
/// @param level of the compression
/// @param overwrite whether images that are there already may be replaced
/// @param limit on what archive and layers together may unpack to
/// @param warnings is told what cannot be expressed in an image and was left out
public record ConvertOptions(
    Optional<String> name,
    Optional<String> ref,
    Platform platform,
    Compression compression,
    int level,
    boolean overwrite,
    SizeLimit limit,
    Consumer<String> warnings) {
  public ConvertOptions {
    Objects.requireNonNull(name);
    Objects.requireNonNull(ref);
    Objects.requireNonNull(platform);
    Objects.requireNonNull(warnings);
    compression.checkLevel(level);
    Objects.requireNonNull(limit);
  }

  /// The only image, or the one for this machine; gzip; [SizeLimit#DEFAULT]; no warnings.
  public static ConvertOptions defaults() {
    return new ConvertOptions(
        Optional.empty(),
        Optional.empty(),
        Platform.ofHost(),
        Compression.GZIP,
        Compression.GZIP.defaultLevel(),
        false,
        SizeLimit.DEFAULT,
        warning -> {});
  }

  public ConvertOptions withName(String name) {
    return new ConvertOptions(
        Optional.of(name), ref, platform, compression, level, overwrite, limit, warnings);
  }

  public ConvertOptions withRef(String ref) {
    return new ConvertOptions(
        name, Optional.of(ref), platform, compression, level, overwrite, limit, warnings);
  }

  public ConvertOptions withPlatform(Platform platform) {
    return new ConvertOptions(name, ref, platform, compression, level, overwrite, limit, warnings);
  }

  public ConvertOptions withCompression(Compression compression, int level) {
    return new ConvertOptions(name, ref, platform, compression, level, overwrite, limit, warnings);
  }

  public ConvertOptions withOverwrite(boolean overwrite) {
    return new ConvertOptions(name, ref, platform, compression, level, overwrite, limit, warnings);
  }

  public ConvertOptions withLimit(SizeLimit limit) {
    return new ConvertOptions(name, ref, platform, compression, level, overwrite, limit, warnings);
  }

  public ConvertOptions withWarnings(Consumer<String> warnings) {
    return new ConvertOptions(name, ref, platform, compression, level, overwrite, limit, warnings);
  }
}
