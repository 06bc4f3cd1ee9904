package io.stage1kvm.stage1;

/// Where an app's resolv.conf and hosts file come from (`--dns-conf-mode=resolv=X,hosts=Y`).
record DnsMode(Source resolv, Source hosts) {
  /// HOST binds the host's file, STAGE0 the file that stage0 made, NONE nothing, DEFAULT whatever
  /// is there.
  enum Source {
    DEFAULT,
    HOST,
    STAGE0,
    NONE
  }

  static DnsMode parse(String text) throws Stage1Exception {
    Source resolv = Source.DEFAULT;
    Source hosts = Source.DEFAULT;
    for (String part : text.isEmpty() ? new String[0] : text.split(",")) {
      switch (part) {
        case "resolv=default" -> resolv = Source.DEFAULT;
        case "resolv=host" -> resolv = Source.HOST;
        case "resolv=stage0" -> resolv = Source.STAGE0;
        case "resolv=none" -> resolv = Source.NONE;
        case "hosts=default" -> hosts = Source.DEFAULT;
        case "hosts=host" -> hosts = Source.HOST;
        case "hosts=stage0" -> hosts = Source.STAGE0;
        default ->
            throw Stage1Exception.usage(
                "--dns-conf-mode '%s' must be resolv=host|stage0|none|default or hosts=host|stage0|default"
                    .formatted(part));
      }
    }
    return new DnsMode(resolv, hosts);
  }
}
