package io.stage1kvm.machine.helper;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class RunFilesTest {

  @Test
  void refusesSocketPathBeyondTheKernelsLimit() {
    RunFiles files = new RunFiles(Path.of("d".repeat(94)));
    assertThat(files.fileServer(0).toString()).hasSize(103);
    assertThatThrownBy(() -> new RunFiles(Path.of("d".repeat(95))).fileServer(0))
        .hasMessageEndingWith("must have at most 103 bytes");
  }
}
