package io.stage1kvm.aci.convert;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.archive.ByteText;
import java.util.List;
import java.util.Optional;

/// The one image of a source that is meant.
final class Choice {
  private Choice() {}

  /// @param ref what was asked for
  /// @param known what could be asked for
  static <T> T only(List<T> chosen, Optional<String> ref, List<String> known) throws AciException {
    if (chosen.size() == 1) {
      return chosen.getFirst();
    }
    String names =
        known.isEmpty()
            ? ""
            : "\nhint: it has " + ByteText.show(String.join(", ", known)) + "; choose with --ref";
    if (chosen.isEmpty()) {
      throw AciException.malformed(
          "there is no image%s in it"
                  .formatted(ref.map(r -> " '" + ByteText.show(r) + "'").orElse(""))
              + names);
    }
    throw AciException.malformed("there are %d images in it".formatted(chosen.size()) + names);
  }
}
