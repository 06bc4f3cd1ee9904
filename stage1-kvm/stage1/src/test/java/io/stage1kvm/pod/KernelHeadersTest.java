package io.stage1kvm.pod;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Compares our tables with the headers of the kernel, which come with the C compiler.
final class KernelHeadersTest {
  private static final Pattern DEFINE = Pattern.compile("#define\\s+(\\w+)\\s+(\\d+)\\b.*");

  private static Map<String, Integer> defines(String... files) throws IOException {
    Map<String, Integer> defines = new TreeMap<>();
    for (String file : files) {
      for (String line : Files.readAllLines(Path.of("/usr/include", file))) {
        var matcher = DEFINE.matcher(line);
        if (matcher.matches()) {
          defines.put(matcher.group(1), Integer.parseInt(matcher.group(2)));
        }
      }
    }
    return defines;
  }

  @Test
  void haveOurErrorNumbers() throws IOException {
    Map<String, Integer> errors = defines("asm-generic/errno-base.h", "asm-generic/errno.h");
    assertThat(errors).hasSizeGreaterThan(100);
    errors.forEach(
        (name, number) -> assertThat(ErrnoNames.number(name)).isEqualTo(OptionalInt.of(number)));
    assertThat(ErrnoNames.number("ENOTHING")).isEmpty();
  }

  @Test
  void haveOurCapabilities() throws IOException {
    Map<String, Integer> capabilities = defines("linux/capability.h");
    for (Capability capability : List.of(Capability.values())) {
      Integer number = capabilities.get(capability.name());
      if (number != null) { // headers older than the capability lack it
        assertThat(capability.ordinal()).isEqualTo(number);
      }
    }
    assertThat(capabilities).containsKeys("CAP_CHOWN", "CAP_AUDIT_READ");
  }
}
