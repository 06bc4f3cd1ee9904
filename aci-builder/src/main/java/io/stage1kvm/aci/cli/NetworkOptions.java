package io.stage1kvm.aci.cli;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.discover.Credentials;
import io.stage1kvm.aci.discover.HttpClient;
import io.stage1kvm.aci.discover.Insecure;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine.Option;

/// How servers are asked.
final class NetworkOptions {
  @Option(
      names = "--insecure",
      arity = "0..1",
      fallbackValue = "tls,http",
      split = ",",
      paramLabel = "image|tls|http|all",
      description =
          "What is not checked: signatures of images, certificates of servers, that connections"
              + " are encrypted. Without a value: tls,http.")
  private List<String> insecure = List.of();

  @Option(
      names = "--ca-file",
      paramLabel = "FILE",
      description = "Certificates (PEM) that are trusted in place of the usual authorities.")
  private Path authorities;

  @Option(
      names = "--port",
      paramLabel = "N",
      description = "Port of the servers that are asked for pages. Default: the usual one.")
  private int port;

  @Option(
      names = "--auth",
      paramLabel = "DIR",
      description =
          "What servers are told of who asks: documents laid out as rkt's; may be given again."
              + " Default: /usr/lib/rkt/auth.d and /etc/rkt/auth.d.")
  private List<Path> auth = List.of(Path.of("/usr/lib/rkt/auth.d"), Path.of("/etc/rkt/auth.d"));

  int port() {
    return port;
  }

  /// @throws IllegalArgumentException if a check is not known
  HttpClient client(Terminal terminal) throws AciException {
    Set<Insecure> checks = EnumSet.noneOf(Insecure.class);
    for (String check : insecure) {
      if (check.equals("all")) {
        checks.addAll(EnumSet.allOf(Insecure.class));
      } else if (!check.equals("none")) {
        checks.add(insecure(check));
      }
    }
    return HttpClient.create(checks, terminal.environment(), Optional.ofNullable(authorities))
        .with(Credentials.read(auth));
  }

  private static Insecure insecure(String check) {
    try {
      return Insecure.valueOf(check.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "--insecure '%s' must be image, tls, http, all or none".formatted(check), e);
    }
  }
}
