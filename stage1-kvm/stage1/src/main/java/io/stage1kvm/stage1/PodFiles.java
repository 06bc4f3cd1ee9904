package io.stage1kvm.stage1;

import io.stage1kvm.pod.PodDirectory;
import io.stage1kvm.pod.PodFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// The small files in /etc that a pod's apps get from us: hostname, hosts, resolv.conf.
final class PodFiles {
  private static final String BUILT_IN_HOSTS =
      """
      127.0.0.1 localhost localhost.domain localhost4 localhost4.localdomain4
      ::1 localhost ip6-localhost ip6-loopback localhost6 localhost6.localdomain6
      """;

  private final PodDirectory pod;
  private final String hostname;
  private final DnsMode dns;

  PodFiles(PodDirectory pod, String hostname, DnsMode dns) {
    this.pod = pod;
    this.hostname = hostname;
    this.dns = dns;
  }

  /// The files that every app gets, unless a volume takes their place.
  List<PodFile> all() throws Stage1Exception {
    List<PodFile> files = new ArrayList<>();
    files.add(new PodFile("hostname", "/etc/hostname", hostname + "\n"));
    Optional<String> hosts =
        switch (dns.hosts()) {
          case HOST -> Optional.of(read(Path.of("/etc/hosts")));
          case STAGE0 -> Optional.of(withHostname(read(pod.rktHosts())));
          case DEFAULT, NONE -> readIfPresent(pod.rktHosts()).map(this::withHostname);
        };
    hosts.ifPresent(text -> files.add(new PodFile("hosts", "/etc/hosts", text)));
    Optional<String> resolv =
        switch (dns.resolv()) {
          case HOST -> Optional.of(read(Path.of("/etc/resolv.conf")));
          case STAGE0 -> Optional.of(read(pod.rktResolvConf()));
          case DEFAULT -> readIfPresent(pod.rktResolvConf());
          case NONE -> Optional.empty();
        };
    resolv.ifPresent(text -> files.add(new PodFile("resolv.conf", "/etc/resolv.conf", text)));
    return files;
  }

  /// A hosts file for apps whose image has none.
  PodFile hostsFallback() throws Stage1Exception {
    String text = readIfPresent(pod.hostsFallback()).orElse(BUILT_IN_HOSTS);
    return new PodFile("hosts-fallback", "/etc/hosts", withHostname(text));
  }

  /// Appends the pod's own name to the line of 127.0.0.1.
  private String withHostname(String text) {
    return text.lines()
        .map(line -> line.matches("127\\.0\\.0\\.1\\s.*") ? line + " " + hostname : line)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static Optional<String> readIfPresent(Path file) throws Stage1Exception {
    return Files.exists(file) ? Optional.of(read(file)) : Optional.empty();
  }

  /// A comment that is no UTF-8 is no reason not to start.
  private static String read(Path file) throws Stage1Exception {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw Stage1Exception.cannot("read '" + file + "'", e);
    }
  }
}
