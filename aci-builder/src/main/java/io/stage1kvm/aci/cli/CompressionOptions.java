package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.archive.Compression;
import picocli.CommandLine.Option;

/// How an image that is written is compressed.
final class CompressionOptions {
  @Option(
      names = "--compression",
      paramLabel = "gzip|xz|bzip2|none",
      description = "Default: gzip.")
  private Compression compression = Compression.GZIP;

  @Option(names = "--level", paramLabel = "N", description = "Level of the compression, 1 to 9.")
  private Integer level;

  Compression compression() {
    return compression;
  }

  int level() {
    return level == null ? compression.defaultLevel() : level;
  }
}
