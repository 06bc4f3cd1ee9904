package io.stage1kvm.aci.build;

import io.stage1kvm.aci.archive.Compression;
import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/// How an image is made.
///
/// @param compression of the archive
/// @param level of the compression
/// @param timestamp no time in the image is later (as `SOURCE_DATE_EPOCH` asks: a file older than
///     it keeps its time); empty to keep all times
/// @param ownerRoot whether everything belongs to 0:0, whoever owns it on disk
/// @param overwrite whether an output that is there already may be replaced
public record BuildOptions(
    Compression compression,
    int level,
    Optional<Instant> timestamp,
    boolean ownerRoot,
    boolean overwrite) {
  public BuildOptions {
    Objects.requireNonNull(timestamp);
    compression.checkLevel(level);
  }

  /// gzip, times and owners kept, nothing overwritten.
  public static BuildOptions defaults() {
    return new BuildOptions(
        Compression.GZIP, Compression.GZIP.defaultLevel(), Optional.empty(), false, false);
  }

  public BuildOptions withCompression(Compression compression, int level) {
    return new BuildOptions(compression, level, timestamp, ownerRoot, overwrite);
  }

  public BuildOptions withTimestamp(Instant timestamp) {
    return new BuildOptions(compression, level, Optional.of(timestamp), ownerRoot, overwrite);
  }

  public BuildOptions withOwnerRoot(boolean ownerRoot) {
    return new BuildOptions(compression, level, timestamp, ownerRoot, overwrite);
  }

  public BuildOptions withOverwrite(boolean overwrite) {
    return new BuildOptions(compression, level, timestamp, ownerRoot, overwrite);
  }
}
