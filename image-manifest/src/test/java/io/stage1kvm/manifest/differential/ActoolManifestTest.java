package io.stage1kvm.manifest.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stage1kvm.manifest.differential.ManifestCorpus.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Compares our verdicts with those of the actool that the environment names: where the two differ,
/// a rule with an ADR must say so, and what the rules say of actool must be what it does.
class ActoolManifestTest {
  private static final int COUNT = Integer.getInteger("stage1kvm.manifests", 2500);
  private static final long SEED = Long.getLong("stage1kvm.seed", 1);

  @TempDir private Path dir;

  @Test
  void agreesWithActoolOrSaysWhyNot() throws IOException, InterruptedException {
    String actool = System.getenv("ACTOOL");
    assumeTrue(actool != null, "ACTOOL does not name an actool to compare with");
    List<String> unexplained = new ArrayList<>();
    Map<String, Integer> explained = new TreeMap<>();
    int valid = 0;
    for (Entry entry : ManifestCorpus.entries(COUNT, SEED)) {
      boolean theirs = isValid(actool, entry);
      valid += entry.valid() ? 1 : 0;
      if (theirs != entry.actoolValid()) {
        unexplained.add("actool says %b of %s".formatted(theirs, entry));
      } else if (theirs != entry.valid()) {
        assertThat(entry.rules()).as(entry.json()).contains("(00");
        explained.merge(entry.rules() + (theirs ? " refused" : " accepted"), 1, Integer::sum);
      }
    }
    int differ = explained.values().stream().mapToInt(n -> n).sum();
    System.out.printf(
        "%d manifests, %d valid, %d differ from actool and are explained, %d are not%n",
        COUNT, valid, differ, unexplained.size());
    explained.forEach((rules, count) -> System.out.printf("  %4d %s by us%n", count, rules));
    assertThat(unexplained).isEmpty();
  }

  private boolean isValid(String actool, Entry entry) throws IOException, InterruptedException {
    Path file = Files.writeString(dir.resolve(entry.name()), entry.json());
    Process process =
        new ProcessBuilder(actool, "validate", "--type=manifest", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(dir.resolve("output").toFile())
            .start();
    int code = process.waitFor();
    Files.delete(file);
    return code == 0;
  }
}
