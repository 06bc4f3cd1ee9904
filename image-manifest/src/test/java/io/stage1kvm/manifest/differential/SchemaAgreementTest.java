package io.stage1kvm.manifest.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.stage1kvm.manifest.json.ManifestCheck;
import io.stage1kvm.manifest.json.ManifestFinding;
import io.stage1kvm.manifest.schema.SchemaVerdict;
import io.stage1kvm.manifest.type.ManifestRule;
import io.stage1kvm.manifest.type.ManifestRule.Level;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The schemas refuse what the reader refuses, as far as a schema can tell, and nothing else.
class SchemaAgreementTest {
  /// What agrees or not with something elsewhere in the document, or needs more than a pattern.
  private static final Set<ManifestRule> BEYOND_A_SCHEMA =
      EnumSet.of(
          ManifestRule.JSON_DUPLICATE,
          ManifestRule.UNIQUE,
          ManifestRule.TEXT,
          ManifestRule.LABEL_OS_ARCH,
          ManifestRule.PORT_RANGE,
          ManifestRule.TIMESTAMP,
          ManifestRule.TIMESTAMP_LETTER,
          ManifestRule.URL,
          ManifestRule.URL_LETTER,
          ManifestRule.QUANTITY_BOUNDS,
          ManifestRule.ISOLATOR_ONCE,
          ManifestRule.ISOLATOR_CONFLICT,
          ManifestRule.ISOLATOR_CAPABILITIES,
          ManifestRule.ISOLATOR_POD,
          ManifestRule.AC_KIND);

  @Test
  void acceptsWhatIsValid() {
    Random random = new Random(5);
    for (int i = 0; i < 200; i++) {
      Valid valid = new Valid(random);
      String json = Doc.write(i % 2 == 0 ? valid.image() : valid.pod());
      assertThat(SchemaVerdict.accepts(json)).as(json).isTrue();
    }
  }

  /// To a schema 80.0 and 8e1 are integers.
  private static boolean isOddInteger(ManifestFinding finding) {
    return finding.message().endsWith("must be an integer of at most 64 bits");
  }

  @Test
  void agreesWithTheReader() {
    int both = 0;
    for (ManifestCorpus.Entry entry : ManifestCorpus.entries(2000, 7)) {
      List<ManifestFinding> findings =
          ManifestCheck.any(entry.json().getBytes(StandardCharsets.UTF_8));
      boolean odd =
          findings.stream().anyMatch(f -> f.rule() == ManifestRule.FIELD_CASE)
              || findings.stream().anyMatch(f -> f.rule() == ManifestRule.JSON_DUPLICATE);
      if (odd) {
        // Fields by another name are not the schema's.
        continue;
      }
      boolean told =
          findings.stream()
              .anyMatch(
                  f ->
                      f.rule().level() == Level.ERROR
                          && !BEYOND_A_SCHEMA.contains(f.rule())
                          && !isOddInteger(f));
      boolean fits = SchemaVerdict.accepts(entry.json());
      if (entry.valid() || told) {
        assertThat(fits).as("%s%n%s", findings, entry.json()).isEqualTo(entry.valid());
        both += entry.valid() ? 0 : 1;
      }
    }
    assertThat(both).isGreaterThan(200);
  }
}
