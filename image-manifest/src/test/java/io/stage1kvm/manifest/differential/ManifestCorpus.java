package io.stage1kvm.manifest.differential;

import io.stage1kvm.manifest.differential.Doc.Obj;
import io.stage1kvm.manifest.json.ManifestCheck;
import io.stage1kvm.manifest.json.ManifestFinding;
import io.stage1kvm.manifest.type.ManifestRule.Actool;
import io.stage1kvm.manifest.type.ManifestRule.Level;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/// Writes generated manifests and our verdicts to a directory, for a comparison with others.
///
/// Of each five, one is valid and four have one thing changed. A seed gives the same documents
/// everywhere.
public final class ManifestCorpus {
  private ManifestCorpus() {}

  /// @param valid by this library
  /// @param actoolValid what the rules say of actool
  /// @param rules whose verdict is not that of actool, with their ADRs
  record Entry(String name, String json, boolean valid, boolean actoolValid, String rules) {}

  /// `DIRECTORY [COUNT [SEED]]`.
  public static void main(String[] args) throws IOException {
    Path directory = Files.createDirectories(Path.of(args[0]));
    int count = args.length > 1 ? Integer.parseInt(args[1]) : 2000;
    long seed = args.length > 2 ? Long.parseLong(args[2]) : 1;
    StringBuilder verdicts = new StringBuilder("file\tvalid\tactool\trules\n");
    for (Entry entry : entries(count, seed)) {
      Files.writeString(directory.resolve(entry.name), entry.json);
      verdicts.append(
          "%s\t%b\t%b\t%s\n".formatted(entry.name, entry.valid, entry.actoolValid, entry.rules));
    }
    Files.writeString(directory.resolve("verdicts.tsv"), verdicts);
  }

  static List<Entry> entries(int count, long seed) {
    Random random = new Random(seed);
    List<Entry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Valid valid = new Valid(random);
      Obj document = random.nextBoolean() ? valid.image() : valid.pod();
      if (i % 5 != 0) {
        new Mutation(random).apply(document);
      }
      entries.add(judge("%05d.json".formatted(i), Doc.write(document) + "\n"));
    }
    return entries;
  }

  static Entry judge(String name, String json) {
    List<ManifestFinding> findings = ManifestCheck.any(json.getBytes(StandardCharsets.UTF_8));
    boolean valid = findings.stream().noneMatch(f -> f.rule().level() == Level.ERROR);
    boolean actool = findings.stream().noneMatch(f -> f.actool() == Actool.REFUSES);
    String rules =
        findings.stream()
            .filter(f -> f.rule().level() == Level.ERROR != (f.actool() == Actool.REFUSES))
            .filter(f -> f.rule().level() == Level.ERROR || f.actool() == Actool.REFUSES)
            .map(f -> f.rule().id() + f.rule().adr().map(adr -> "(" + adr + ")").orElse(""))
            .distinct()
            .sorted()
            .collect(Collectors.joining(","));
    return new Entry(name, json, valid, actool, rules);
  }
}
