package io.stage1kvm.aci.validate;

import io.stage1kvm.aci.archive.ByteText;
import java.util.List;
import java.util.Locale;

/// `FILE:LINE:COLUMN: LEVEL: PATH: MESSAGE [RULE]`; in an image, `FILE(ENTRY):LINE:COLUMN`.
final class TextReport {
  private TextReport() {}

  static String of(List<Judged> judged, Judgement judgement) {
    StringBuilder text = new StringBuilder();
    for (Judged one : judged) {
      one.violations(judgement).forEach(v -> append(text, one.name(), v, judgement));
      if (one.isValid(judgement)) {
        text.append(one.name()).append(": valid\n");
      }
    }
    return text.toString();
  }

  private static void append(StringBuilder text, String name, Violation v, Judgement judgement) {
    text.append(name);
    v.place()
        .ifPresent(
            place -> {
              v.entry().ifPresent(entry -> text.append('(').append(entry).append(')'));
              text.append(':').append(place.line()).append(':').append(place.column());
            });
    text.append(": ").append(judgement.level(v).name().toLowerCase(Locale.ROOT)).append(": ");
    v.place().ifPresent(place -> text.append(place.path()).append(": "));
    text.append(ByteText.show(v.message())).append(" [").append(v.rule()).append("]\n");
    text.append("  hint: ").append(v.hint()).append('\n');
  }
}
