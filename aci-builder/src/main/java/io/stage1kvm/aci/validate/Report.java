package io.stage1kvm.aci.validate;

import java.util.List;

/// Findings for people or programs.
public enum Report {
  /// One line a finding, as compilers write, and a hint below it.
  TEXT {
    @Override
    public String of(List<Judged> judged, Judgement judgement) {
      return TextReport.of(judged, judgement);
    }
  },
  /// One JSON object.
  JSON {
    @Override
    public String of(List<Judged> judged, Judgement judgement) {
      return JsonReport.of(judged, judgement);
    }
  },
  /// SARIF 2.1.0, which code review tools show beside the line.
  SARIF {
    @Override
    public String of(List<Judged> judged, Judgement judgement) {
      return SarifReport.of(judged, judgement);
    }
  };

  /// @return lines, the last one ended
  public abstract String of(List<Judged> judged, Judgement judgement);
}
