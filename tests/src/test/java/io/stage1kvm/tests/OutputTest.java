package io.stage1kvm.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

/// An app that writes more and faster than somebody reads.
@Tag("pods")
@Tag("long")
final class OutputTest {
  @RegisterExtension static final PodHost HOST = new PodHost();

  private static final int LINES = 102_400;
  private static final int LINE_BYTES = 1024;
  private static final long MIB = 1 << 20;
  private static final double LONGEST_SILENCE_SECONDS = Times.limit(2);
  private static final String TICKS =
      "trap 'exit 0' TERM; i=0; while :; do i=$((i+1)); echo tick $i; sleep 0.2; done";

  /// 100 MiB of printable lines; the test's seed is in its name.
  private static String makeFlood(Path file) throws Exception {
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    SplittableRandom random = new SplittableRandom(7);
    byte[] line = new byte[LINE_BYTES];
    try (OutputStream out = Files.newOutputStream(file)) {
      for (int i = 0; i < LINES; i++) {
        random.nextBytes(line);
        for (int j = 0; j < LINE_BYTES - 1; j++) {
          line[j] = (byte) ('0' + (line[j] & 63));
        }
        line[LINE_BYTES - 1] = '\n';
        digest.update(line);
        out.write(line);
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /// Emulated processors take minutes for so much.
  @Test
  @Timeout(900)
  void staysBoundedAndLosesNothingWhenTheReaderIsSlow() throws Exception {
    Path directory = HOST.newDirectory("flood");
    String hash = makeFlood(directory.resolve("lines"));
    PodLine line =
        HOST.pod()
            .flags("--volume=data,kind=host,readOnly=true,source=" + directory)
            .script("flood", "cat /data/lines; exit 3", "--mount=volume=data,target=/data")
            .script("ticks", TICKS);
    Process run = line.launch();
    SlowReader reader = new SlowReader(run.getInputStream());
    Memory memory = Memory.watch(run.pid());
    reader.start();
    reader.awaitFlood();
    memory.begin();
    assertOthersAreServedWhileNobodyReads(line, reader);
    reader.join();
    assertThat(run.waitFor(30, TimeUnit.SECONDS)).isTrue();
    memory.close();
    System.out.printf("output: %s; %s%n", reader, memory);
    assertThat(run.exitValue()).isEqualTo(3);
    assertThat(reader.floodLines()).isEqualTo(LINES);
    assertThat(reader.floodHash()).isEqualTo(hash);
    assertThat(reader.ticksAreInOrder()).isTrue();
    assertThat(reader.longestSilenceOfTicks()).isLessThan(LONGEST_SILENCE_SECONDS);
    assertThat(memory.peak()).isLessThan(220 * MIB);
    assertThat(memory.growth()).isLessThan(40 * MIB);
  }

  /// The reader stands still: `run` can write nothing, but commands in the apps go on.
  private static void assertOthersAreServedWhileNobodyReads(PodLine line, SlowReader reader) {
    reader.pause();
    Running.pause(2000);
    String uuid = HOST.command("list", "--no-legend", "--full").run().out().split("\\s")[0];
    Outcome entered =
        HOST.command("enter", "--app=ticks", uuid, "/bin/echo", "still here")
            .within(Duration.ofSeconds(15))
            .run()
            .expect(0);
    assertThat(entered.out()).isEqualTo("still here\n");
    assertThat(Pod.statusOf(HOST, line.uuidFile())).containsEntry("state", "running");
    reader.proceed();
  }
}
