package io.stage1kvm.manifest.isolator;

import io.stage1kvm.manifest.type.InvalidValueException;
import io.stage1kvm.manifest.type.ManifestRule;
import io.stage1kvm.manifest.type.Quantity;
import java.util.Optional;

/// What all resources have in common.
final class Amounts {
  private Amounts() {}

  static void check(String field, Optional<Quantity> quantity) {
    if (quantity.isPresent() && quantity.get().isNegative()) {
      throw InvalidValueException.of(field, quantity.get(), "not be negative")
          .at(field)
          .breaking(ManifestRule.ISOLATOR_VALUE_UNSEEN);
    }
  }
}
