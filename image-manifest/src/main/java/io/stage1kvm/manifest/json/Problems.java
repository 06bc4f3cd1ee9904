package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.type.ManifestRule;
import io.stage1kvm.manifest.type.ManifestRule.Actool;
import java.util.ArrayList;
import java.util.List;

/// Where problems go: who reads a manifest to use it stops at the first, who judges one wants all.
final class Problems {
  /// More help nobody, and each costs a walk through the text.
  static final int MOST = 200;

  private final boolean all;
  private final List<Problem> list = new ArrayList<>();

  private Problems(boolean all) {
    this.all = all;
  }

  /// Every problem is thrown.
  static Problems first() {
    return new Problems(false);
  }

  /// Every problem is kept.
  static Problems all() {
    return new Problems(true);
  }

  /// @throws Problem this one, if one is enough
  void add(Problem problem) throws Problem {
    if (!all) {
      throw problem;
    }
    if (problem != Problem.TOLD && list.size() < MOST) {
      list.add(problem);
    }
  }

  /// Whether somebody wants to hear of what can be read, but should be otherwise.
  boolean wantsRemarks() {
    return all;
  }

  /// Something that does not keep the document from being read.
  void remark(JsonPath path, ManifestRule rule, String text) {
    remark(path, rule, rule.actool(), text);
  }

  void remark(JsonPath path, ManifestRule rule, Actool verdict, String text) {
    if (all && list.size() < MOST) {
      list.add(new Problem(path, rule, text).to(verdict));
    }
  }

  List<Problem> list() {
    return list;
  }
}
