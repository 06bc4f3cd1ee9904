package io.stage1kvm.aci.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is generated from the commands themselves.
class ManualTest {
  @TempDir private Path dir;
  private final Command aci = new Command();

  @Test
  void writesAPageForEachCommand() throws Exception {
    aci.output("man-pages", dir);
    assertThat(dir)
        .isDirectoryContaining("glob:**/aci.1")
        .isDirectoryContaining("glob:**/aci-build.1")
        .isDirectoryContaining("glob:**/aci-fetch.1")
        .isDirectoryNotContaining("glob:**/aci-man-pages.1");
    assertThat(page("aci.1"))
        .startsWith(".TH \"ACI\" 1 \"\" \"aci (not packaged)\" \"aci manual\"\n.SH NAME\naci \\- ")
        .contains("\n.TP\n.B patch\\-manifest\nCopy an image");
    assertThat(page("aci-convert.1"))
        .contains("\n.SH SYNOPSIS\naci convert ")
        .contains("\n.TP\n.B SOURCE\nA directory or a tar file.\n")
        .contains("\n.TP\n.B \\-\\-max\\-size=BYTES\nRefuse an image with more bytes uncompressed")
        .contains("\n.SH SEE ALSO\naci(1)\n");
  }

  private String page(String name) throws IOException {
    return Files.readString(dir.resolve(name));
  }

  @Test
  void completesInBashAndZsh() throws Exception {
    String bash = aci.output("completion", "bash");
    assertThat(bash).startsWith("#!/usr/bin/env bash").contains("patch-manifest", "--max-size");
    assertThat(aci.output("completion", "zsh")).isEqualTo("#compdef aci\n" + bash);
    assertThat(aci.run("completion", "fish")).isEqualTo(2);
  }

  @Test
  void tellsProgressByTheKernelsCounters() {
    assertThat(Progress.line(List.of("rchar: 12345678", "wchar: 50000", "syscr: 1"), 7))
        .isEqualTo("read 12.3 MB, written 0.1 MB, 7 s");
  }
}
