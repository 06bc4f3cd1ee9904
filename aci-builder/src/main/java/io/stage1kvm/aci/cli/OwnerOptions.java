package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.extract.Ownership;
import picocli.CommandLine.Option;

/// Whom extracted files belong to.
final class OwnerOptions {
  @Option(
      names = "--no-same-owner",
      description =
          "Everything belongs to the caller: no device nodes, set-id modes and capabilities."
              + " The default unless run by root.")
  private boolean noSameOwner;

  Ownership ownership() {
    return noSameOwner ? Ownership.IGNORE : Ownership.ofCaller();
  }
}
