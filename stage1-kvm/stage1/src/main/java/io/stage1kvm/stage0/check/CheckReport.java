package io.stage1kvm.stage0.check;

import io.stage1kvm.stage0.json.Json;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Findings as lines or as JSON.
public final class CheckReport {
  private CheckReport() {}

  /// A line for each point, the hint on a line of its own, and the sum at the end.
  public static String text(List<Finding> findings) {
    int width = findings.stream().mapToInt(finding -> finding.point().length()).max().orElse(0);
    String form = "%-5s %-" + Math.max(1, width) + "s  %s%n";
    StringBuilder text = new StringBuilder();
    for (Finding finding : findings) {
      text.append(form.formatted(level(finding), finding.point(), finding.text()));
      if (!finding.hint().isEmpty()) {
        text.append(form.formatted("", "", "hint: " + finding.hint()));
      }
    }
    return text.append(HostCheck.allows(findings) ? "pods can run\n" : "pods cannot run\n")
        .toString();
  }

  private static String level(Finding finding) {
    return finding.level().name().toLowerCase(Locale.ROOT);
  }

  /// An object with `able` and `points`.
  public static Map<String, Object> json(List<Finding> findings) {
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("able", HostCheck.allows(findings));
    json.put("points", findings.stream().map(CheckReport::point).toList());
    return json;
  }

  /// The JSON as text.
  public static String jsonText(List<Finding> findings, boolean pretty) {
    return Json.write(json(findings), pretty) + "\n";
  }

  private static Map<String, String> point(Finding finding) {
    Map<String, String> json = new LinkedHashMap<>();
    json.put("point", finding.point());
    json.put("level", level(finding));
    json.put("text", finding.text());
    json.put("hint", finding.hint());
    return json;
  }
}
