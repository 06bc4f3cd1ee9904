package io.stage1kvm.boot;

import io.stage1kvm.vmm.ExitCount;
import io.stage1kvm.vmm.Milestone;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.StringJoiner;

/// What is told of a machine at its end, as one line of JSON each. All texts are ours and need no
/// escapes.
final class BootReport {

  private static final String ERROR_STREAM = "-";

  private BootReport() {}

  /// `{"exits":3,"byReason":[{"reason":"port write","place":"0x3f8","count":2},...]}`, the most
  /// frequent first. A place is a port, an address, or KVM's number of another reason.
  static String exits(List<ExitCount> counts) {
    StringJoiner list = new StringJoiner(",", "[", "]");
    long sum = 0;
    for (ExitCount each : counts) {
      sum += each.count();
      list.add(
          "{\"reason\":\""
              + each.reason()
              + "\",\"place\":\"0x"
              + Long.toHexString(each.place())
              + "\",\"count\":"
              + each.count()
              + "}");
    }
    return "{\"exits\":" + sum + ",\"byReason\":" + list + "}";
  }

  /// `{"milestones":[{"name":"start","monotonicNs":1,"us":0},...]}`: on the host's monotonic clock
  /// and since the first one.
  static String milestones(List<Milestone> milestones) {
    StringJoiner list = new StringJoiner(",", "[", "]");
    for (Milestone each : milestones) {
      long micros = (each.nanos() - milestones.getFirst().nanos()) / 1000;
      list.add(
          "{\"name\":\""
              + each.name()
              + "\",\"monotonicNs\":"
              + each.nanos()
              + ",\"us\":"
              + micros
              + "}");
    }
    return "{\"milestones\":" + list + "}";
  }

  /// Writes a line to a file, or to the stream if the file is `-`.
  static void write(String file, String line, PrintStream err) throws IOException {
    if (file.equals(ERROR_STREAM)) {
      err.println(line);
    } else {
      Files.writeString(Path.of(file), line + "\n");
    }
  }
}
