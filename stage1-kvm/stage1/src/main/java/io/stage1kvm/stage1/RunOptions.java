package io.stage1kvm.stage1;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What stage0 asks of the `run` entrypoint (interface version 6).
///
/// @param uuid the pod
/// @param networks the names given with `--net`, each `name[:args]`
/// @param localConfig rkt's local configuration directory
/// @param dns where resolv.conf and hosts of the apps come from
record RunOptions(
    String uuid,
    boolean debug,
    boolean interactive,
    List<String> networks,
    String localConfig,
    Optional<String> hostname,
    DnsMode dns,
    boolean unrestrictedCapabilities,
    boolean unrestrictedPaths,
    boolean unrestrictedSyscalls) {
  private static final Set<String> BOOLEANS =
      Set.of(
          "debug",
          "interactive",
          "mutable",
          "disable-capabilities-restriction",
          "disable-paths",
          "disable-seccomp");
  private static final Set<String> STRINGS =
      Set.of(
          "net", "private-users", "mds-token", "local-config", "hostname", "dns-conf-mode", "ipc");

  /// `run-prepared` passes no `--local-config`: this one is meant.
  private static final String DEFAULT_CONFIG = "/etc/rkt";

  RunOptions {
    networks = List.copyOf(networks);
  }

  static RunOptions parse(List<String> arguments) throws Stage1Exception {
    GoFlags flags = GoFlags.parse(arguments, BOOLEANS, STRINGS);
    refuseUnsupported(flags);
    return new RunOptions(
        uuid(flags),
        flags.is("debug"),
        flags.is("interactive"),
        networks(flags.value("net").orElse("default")),
        flags.value("local-config").filter(d -> !d.isEmpty()).orElse(DEFAULT_CONFIG),
        flags.value("hostname").filter(h -> !h.isEmpty()),
        DnsMode.parse(flags.value("dns-conf-mode").orElse("")),
        flags.is("disable-capabilities-restriction"),
        flags.is("disable-paths"),
        flags.is("disable-seccomp"));
  }

  private static void refuseUnsupported(GoFlags flags) throws Stage1Exception {
    if (flags.is("mutable")) {
      throw Stage1Exception.unsupported(
          "--mutable", "give all apps of the pod at once: rkt run app1.aci app2.aci");
    }
    if (flags.value("private-users").filter(v -> !v.isEmpty()).isPresent()) {
      throw Stage1Exception.unsupported(
          "--private-users", "the virtual machine already keeps the pod's users apart");
    }
    if (flags.value("mds-token").filter(v -> !v.isEmpty()).isPresent()) {
      throw Stage1Exception.unsupported(
          "the metadata service", "run without --mds-register until pods have networks");
    }
    String ipc = flags.value("ipc").orElse("");
    switch (ipc) {
      case "", "auto", "private" -> {}
      case "parent" ->
          throw Stage1Exception.unsupported(
              "--ipc=parent", "a virtual machine has its own IPC; use auto or private");
      default -> throw Stage1Exception.usage("--ipc '" + ipc + "' must be auto, private or parent");
    }
  }

  private static List<String> networks(String list) throws Stage1Exception {
    List<String> names =
        List.of(list.split(",")).stream().map(String::trim).filter(n -> !n.isEmpty()).toList();
    for (String name : names) {
      switch (name) {
        case "none", "default" -> {}
        case "host" ->
            throw Stage1Exception.unsupported(
                "--net=host", "a virtual machine cannot share the host's network; use --net=none");
        default ->
            throw Stage1Exception.of(
                "stage1: failed to setup network: network '%s' is not supported yet%nhint: use --net=none"
                    .formatted(name));
      }
    }
    return names;
  }

  /// Whether the user asked for a network that the pod will not have.
  boolean missesNetwork() {
    return !networks.equals(List.of("none"));
  }

  private static String uuid(GoFlags flags) throws Stage1Exception {
    if (flags.positional().size() != 1) {
      throw Stage1Exception.usage(
          "run must have one argument, the pod's UUID, not " + flags.positional().size());
    }
    String uuid = flags.positional().getFirst();
    try {
      return UUID.fromString(uuid).toString();
    } catch (IllegalArgumentException e) {
      throw Stage1Exception.usage("pod UUID '" + uuid + "' must be a UUID");
    }
  }
}
