package io.stage1kvm.aci.discover;

import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.util.Locale;
import java.util.Map;

/// Proxies as other tools take them from the environment: `https_proxy`, `http_proxy`, `no_proxy`,
/// in lower or upper case. As in curl and Go, `HTTP_PROXY` in upper case is not used for a CGI
/// program.
final class Proxies {
  private static final int DEFAULT_PORT = 8080;

  private final Map<String, String> environment;

  Proxies(Map<String, String> environment) {
    this.environment = environment;
  }

  Proxy of(URI url) {
    String scheme = url.getScheme().toLowerCase(Locale.ROOT);
    String proxy = variable(scheme + "_proxy");
    boolean cgi = scheme.equals("http") && environment.containsKey("REQUEST_METHOD");
    if (proxy.isEmpty() || cgi || isExcepted(url.getHost())) {
      return Proxy.NO_PROXY;
    }
    URI parsed = URI.create(proxy.contains("://") ? proxy : "http://" + proxy);
    if (parsed.getHost() == null) {
      throw new IllegalArgumentException("%s_proxy '%s' must be a URL".formatted(scheme, proxy));
    }
    int port = parsed.getPort() < 0 ? DEFAULT_PORT : parsed.getPort();
    return new Proxy(Proxy.Type.HTTP, InetSocketAddress.createUnresolved(parsed.getHost(), port));
  }

  private String variable(String name) {
    String lower = environment.getOrDefault(name, "");
    return lower.isEmpty() ? environment.getOrDefault(name.toUpperCase(Locale.ROOT), "") : lower;
  }

  private boolean isExcepted(String host) {
    for (String entry : variable("no_proxy").split("[,\\s]+")) {
      String domain = entry.startsWith(".") ? entry.substring(1) : entry;
      boolean same = host.equalsIgnoreCase(domain);
      boolean below = host.toLowerCase(Locale.ROOT).endsWith("." + domain.toLowerCase(Locale.ROOT));
      if (entry.equals("*") || !domain.isEmpty() && (same || below)) {
        return true;
      }
    }
    return false;
  }
}
