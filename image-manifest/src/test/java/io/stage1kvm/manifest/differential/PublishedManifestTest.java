package io.stage1kvm.manifest.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.stage1kvm.manifest.differential.ManifestCorpus.Entry;
import io.stage1kvm.manifest.json.ManifestException;
import io.stage1kvm.manifest.json.ManifestJson;
import io.stage1kvm.manifest.schema.SchemaVerdict;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Manifests as people have published them: the examples of the specification, of guides and blogs,
/// of the test images of executors, written by builders, converters and orchestrators. Each file
/// has the structure of one of them, with other names and values.
class PublishedManifestTest {
  /// From before a rule was there, or wrong ever since.
  private static final Set<String> REFUSED =
      Set.of(
          "network-manual-pod.json",
          "quay-translated.json",
          "resource-manager.json",
          "rocket-guide-first.json");

  private static Path directory() throws URISyntaxException {
    URI one = PublishedManifestTest.class.getResource("spec-aci-md.json").toURI();
    return Path.of(one).getParent();
  }

  static List<Path> files() throws IOException, URISyntaxException {
    try (Stream<Path> all = Files.list(directory())) {
      return all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void areReadOrRefused(Path file) throws IOException, ManifestException {
    byte[] json = Files.readAllBytes(file);
    String name = file.getFileName().toString();
    Entry entry = ManifestCorpus.judge(name, new String(json, StandardCharsets.UTF_8));
    assertThat(entry.valid()).as(name).isEqualTo(!REFUSED.contains(name));
    assertThat(entry.actoolValid()).as(name).isEqualTo(entry.valid());
    if (entry.valid()) {
      var manifest = ManifestJson.read(json, name);
      assertThat(ManifestJson.read(ManifestJson.write(manifest), "again")).isEqualTo(manifest);
    }
  }

  /// Some write fields in another case, which the reader takes and a schema cannot.
  @ParameterizedTest
  @MethodSource("files")
  void fitTheSchemas(Path file) throws IOException {
    String json = Files.readString(file).replace("supplementaryGids", "supplementaryGIDs");
    String withoutNulls = json.replaceAll("\"exec\": null,", "");
    assertThat(SchemaVerdict.accepts(withoutNulls))
        .isEqualTo(!REFUSED.contains(file.getFileName().toString()));
  }

  @Test
  void areJudgedAsActoolJudges() throws Exception {
    String actool = System.getenv("ACTOOL");
    assumeTrue(actool != null, "ACTOOL does not name an actool to compare with");
    for (Path file : files()) {
      Process process =
          new ProcessBuilder(Arrays.asList(actool, "validate", "--type=manifest", file.toString()))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      boolean valid = process.waitFor() == 0;
      assertThat(valid).as(file.toString()).isEqualTo(!REFUSED.contains("" + file.getFileName()));
    }
    System.out.printf("%d published manifests, judged as actool does%n", files().size());
  }
}
