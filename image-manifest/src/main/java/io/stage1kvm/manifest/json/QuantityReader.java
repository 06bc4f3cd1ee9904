package io.stage1kvm.manifest.json;

import io.stage1kvm.manifest.type.JsonValue.JsonNumber;
import io.stage1kvm.manifest.type.ManifestRule;
import io.stage1kvm.manifest.type.Quantity;

/// Reads a quantity: a string, or as actool allows, a plain number.
final class QuantityReader {
  private QuantityReader() {}

  static Quantity read(Node node) throws Problem {
    boolean isNumber = node.value() instanceof JsonNumber;
    String text =
        node.value() instanceof JsonNumber number ? number.literal() : node.string().strip();
    Quantity quantity = new Quantity(text);
    if (node.problems().wantsRemarks()) {
      remark(node, text, isNumber);
    }
    return quantity;
  }

  private static void remark(Node node, String text, boolean isNumber) {
    Problems problems = node.problems();
    if (isNumber) {
      problems.remark(
          node.path(), ManifestRule.QUANTITY_NUMBER, "quantity '" + text + "' should be a string");
    }
    if (text.endsWith("K")) {
      problems.remark(
          node.path(), ManifestRule.QUANTITY_KILO, "actool does not read 'K' in '" + text + "'");
    }
    if (!text.matches("[0-9.]+([mKMGTPE]|[KMGTPE]i)?")) {
      problems.remark(
          node.path(),
          ManifestRule.QUANTITY_SUFFIX,
          "quantity '" + text + "' should be as in the specification");
    }
  }
}
