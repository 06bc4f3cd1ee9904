package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.sign.Keyring;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/// Which keys are trusted.
final class KeyringOptions {
  @Option(
      names = "--keyring",
      paramLabel = "DIR",
      description =
          "Trusted keys in root.d and prefix.d/NAME, laid out as rkt's; may be given again."
              + " Default: /usr/lib/rkt/trustedkeys and /etc/rkt/trustedkeys.")
  private List<Path> keyrings = List.of();

  Keyring keyring() {
    return keyrings.isEmpty() ? Keyring.ofHost() : new Keyring(keyrings);
  }
}
