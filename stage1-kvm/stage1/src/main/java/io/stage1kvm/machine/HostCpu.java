package io.stage1kvm.machine;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/// What the host's CPU offers to virtual machines.
///
/// @param vmx Intel VT-x
/// @param svm AMD-V
/// @param tscKhz frequency of the time stamp counter, if the kernel tells it
public record HostCpu(boolean vmx, boolean svm, OptionalInt tscKhz) {

  /// The first CPU's part of `/proc/cpuinfo`; the file has some 1.5 KiB for each CPU.
  private static final int FIRST_CPU = 16 * 1024;

  /// Reads `/proc/cpuinfo`.
  public static HostCpu read() throws IOException {
    try (InputStream in = Files.newInputStream(Path.of("/proc/cpuinfo"))) {
      return parse(new String(in.readNBytes(FIRST_CPU), StandardCharsets.US_ASCII));
    }
  }

  /// Takes the fields of the first CPU in the text of `/proc/cpuinfo`.
  static HostCpu parse(String cpuinfo) {
    Map<String, String> fields = new HashMap<>();
    for (String line : cpuinfo.split("\n")) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        fields.putIfAbsent(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
      }
    }
    List<String> flags = List.of(fields.getOrDefault("flags", "").split(" "));
    return new HostCpu(
        flags.contains("vmx"),
        flags.contains("svm"),
        tscKhz(flags, fields.getOrDefault("cpu MHz", "")));
  }

  /// `cpu MHz` is the counter's frequency where the kernel cannot measure the clock of the core,
  /// which is the case in nearly all virtual machines, and so on most hosts that have to emulate.
  private static OptionalInt tscKhz(List<String> flags, String mhz) {
    boolean told =
        flags.contains("constant_tsc")
            && flags.contains("hypervisor")
            && !flags.contains("aperfmperf")
            && mhz.matches("[1-9][0-9]{2,4}\\.[0-9]{3}");
    return told ? OptionalInt.of(Integer.parseInt(mhz.replace(".", ""))) : OptionalInt.empty();
  }

  /// Whether it can run guests by itself.
  public boolean virtualizes() {
    return vmx || svm;
  }
}
