package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.ACIdentifier;
import io.stage1kvm.manifest.type.Check;
import io.stage1kvm.manifest.type.ManifestRule;

/// The value of `/proc/<pid>/oom_score_adj`: the higher, the sooner killed when memory is short.
public record LinuxOomScoreAdj(int score) implements Isolator {
  public static final ACIdentifier NAME = new ACIdentifier("os/linux/oom-score-adj");
  public static final int MIN = -1000;
  public static final int MAX = 1000;

  public LinuxOomScoreAdj {
    Check.range("os/linux/oom-score-adj", score, MIN, MAX, ManifestRule.ISOLATOR_VALUE);
  }

  @Override
  public ACIdentifier name() {
    return NAME;
  }
}
