package io.stage1kvm.pod.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class SyscallTableTest {
  private static final Path HEADER = Path.of("/usr/include/x86_64-linux-gnu/asm/unistd_64.h");

  @Test
  void agreesWithTheKernelsHeader() throws IOException {
    Pattern define = Pattern.compile("#define __NR_(\\w+) (\\d+)");
    Map<String, Integer> numbers = SyscallTable.numbers();
    int compared = 0;
    for (String line : Files.readAllLines(HEADER)) {
      var matcher = define.matcher(line);
      if (matcher.matches() && Integer.parseInt(matcher.group(2)) <= SyscallTable.LAST) {
        assertThat(numbers).containsEntry(matcher.group(1), Integer.parseInt(matcher.group(2)));
        compared++;
      }
    }
    assertThat(compared).isGreaterThan(350);
  }

  @Test
  void hasEachNumberOnce() {
    assertThat(SyscallTable.numbers().values()).doesNotHaveDuplicates();
    assertThat(SyscallTable.numbers()).containsEntry("mseal", SyscallTable.LAST);
  }
}
