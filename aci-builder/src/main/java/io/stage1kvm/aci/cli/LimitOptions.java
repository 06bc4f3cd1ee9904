package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.archive.SizeLimit;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How much an image may decompress to.
final class LimitOptions {
  private static final String UNITS = "KMGT";

  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--max-size",
      paramLabel = "BYTES",
      description =
          "Refuse an image with more bytes uncompressed; K, M, G, T may follow. Default: 64G.")
  private String maxSize;

  @Option(
      names = "--max-ratio",
      paramLabel = "N",
      description = "Refuse an image that grows to more than N times its size. Default: 200.")
  private String maxRatio;

  SizeLimit limit() {
    return new SizeLimit(
        maxSize == null ? SizeLimit.DEFAULT.maxSize() : bytes("--max-size", maxSize),
        maxRatio == null ? SizeLimit.DEFAULT.maxRatio() : bytes("--max-ratio", maxRatio));
  }

  private long bytes(String option, String text) {
    int last = text.length() - 1;
    int unit = last < 0 ? -1 : UNITS.indexOf(text.charAt(last));
    String digits = unit < 0 ? text : text.substring(0, last);
    try {
      long value = Math.multiplyExact(Long.parseLong(digits), 1L << 10 * (unit + 1));
      if (value > 0) {
        return value;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // Told below.
    }
    throw new ParameterException(
        spec.commandLine(), "%s '%s' must be a positive number".formatted(option, text));
  }
}
