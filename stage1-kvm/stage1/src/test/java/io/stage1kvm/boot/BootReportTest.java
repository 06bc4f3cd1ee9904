package io.stage1kvm.boot;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.vmm.ExitCount;
import io.stage1kvm.vmm.Milestone;
import io.stage1kvm.vmm.VmEnd;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BootReportTest {

  @TempDir Path directory;

  @Test
  void countsExitsByReason() {
    assertThat(
            BootReport.exits(
                List.of(
                    new ExitCount("port write", 0x3f8, 7),
                    new ExitCount("memory read", 0xd000_0070L, 2))))
        .isEqualTo(
            "{\"exits\":9,\"byReason\":["
                + "{\"reason\":\"port write\",\"place\":\"0x3f8\",\"count\":7},"
                + "{\"reason\":\"memory read\",\"place\":\"0xd0000070\",\"count\":2}]}");
    assertThat(BootReport.exits(List.of())).isEqualTo("{\"exits\":0,\"byReason\":[]}");
  }

  @Test
  void tellsTimesSinceTheFirst() {
    assertThat(
            BootReport.milestones(
                List.of(new Milestone("start", 5_000), new Milestone("first run", 47_999))))
        .isEqualTo(
            "{\"milestones\":[{\"name\":\"start\",\"monotonicNs\":5000,\"us\":0},"
                + "{\"name\":\"first run\",\"monotonicNs\":47999,\"us\":42}]}");
    assertThat(BootReport.milestones(List.of())).isEqualTo("{\"milestones\":[]}");
  }

  @Test
  void writesToAFileOrToTheStream() throws Exception {
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    BootReport.write("-", "{}", new PrintStream(err, true));
    assertThat(err).hasToString("{}\n");
    BootReport.write(directory.resolve("file").toString(), "{}", new PrintStream(err, true));
    assertThat(directory.resolve("file")).hasContent("{}\n");
  }

  @Test
  void hasAStatusForEachEnd() {
    assertThat(BootStatus.of(new VmEnd.PowerOff())).isZero();
    assertThat(BootStatus.of(new VmEnd.Reset())).isEqualTo(250);
    assertThat(BootStatus.of(new VmEnd.TripleFault(0, 1))).isEqualTo(251);
    assertThat(BootStatus.of(new VmEnd.KvmFailure("x"))).isEqualTo(252);
    assertThat(BootStatus.of(new VmEnd.GuestFailure("x"))).isEqualTo(253);
    assertThat(BootStatus.of(new VmEnd.HostFailure("x", new IllegalStateException())))
        .isEqualTo(254);
  }
}
