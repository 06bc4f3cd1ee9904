package io.stage1kvm.aci.discover;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.aci.discover.Discovered.Endpoint;
import io.stage1kvm.aci.discover.HttpClient.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Asks the server that an image's name begins with, at the name's own path first and then at the
/// paths above it.
public final class Discovery {
  private static final int MAX_PAGE = 1 << 20;

  private final HttpClient http;
  private final int port;

  /// @param port of the servers, 0 for the usual one
  public Discovery(HttpClient http, int port) {
    this.http = http;
    this.port = port;
  }

  /// @return where the image is: what the first page with an `ac-discovery` tag for it says
  /// @throws AciException telling what each page answered, if none has any
  public Discovered discover(ImageQuery query) throws AciException {
    return walk(query, found -> !found.endpoints().isEmpty());
  }

  /// @return where the keys are: what the first page with an `ac-discovery-pubkeys` tag says
  public Discovered discoverKeys(ImageQuery query) throws AciException {
    return walk(query, found -> !found.keys().isEmpty());
  }

  /// The way that needs no page: a URL made of the name and the labels.
  public static Discovered simple(ImageQuery query) {
    return new Discovered(Template.SIMPLE.fill(query).stream().toList(), List.of());
  }

  private Discovered walk(ImageQuery query, Predicate<Discovered> enough) throws AciException {
    List<String> attempts = new ArrayList<>();
    String path = query.name().value();
    while (!path.isEmpty()) {
      for (String url : urls(path)) {
        try {
          Discovered found = ask(url, query);
          if (enough.test(found)) {
            return found;
          }
          attempts.add("page '" + url + "' has no tag for it");
        } catch (IOException e) {
          attempts.add(AciException.cannot("get", "page", url, e).getMessage());
        }
      }
      path = path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }
    throw AciException.cannot(
        "discover", "image", query.name().value(), String.join("\n  ", reasons(attempts)));
  }

  private static List<String> reasons(List<String> attempts) {
    List<String> lines = new ArrayList<>();
    lines.add("no page tells where it is");
    lines.addAll(attempts);
    return lines;
  }

  private List<String> urls(String path) {
    int slash = path.indexOf('/');
    String host = slash < 0 ? path : path.substring(0, slash);
    String rest = slash < 0 ? "" : path.substring(slash);
    String server = port == 0 ? host : host + ":" + port;
    String https = "https://" + server + rest + "?ac-discovery=1";
    return http.allows(Insecure.HTTP)
        ? List.of(https, "http" + https.substring("https".length()))
        : List.of(https);
  }

  private Discovered ask(String url, ImageQuery query) throws IOException {
    try (Answer answer = http.get(url)) {
      answer.refuseUnlessGood();
      byte[] page = answer.body().readNBytes(MAX_PAGE);
      return read(new String(page, StandardCharsets.UTF_8), query);
    }
  }

  static Discovered read(String page, ImageQuery query) {
    List<Endpoint> endpoints = new ArrayList<>();
    List<String> keys = new ArrayList<>();
    for (MetaTags.Tag tag : MetaTags.parse(page)) {
      if (!query.name().value().startsWith(tag.prefix())) {
        continue;
      }
      switch (tag.name()) {
        case "ac-discovery" -> new Template(tag.url()).fill(query).ifPresent(endpoints::add);
        case "ac-discovery-pubkeys" -> keys.add(tag.url());
        default -> {
          // Of a later specification.
        }
      }
    }
    return new Discovered(endpoints, keys);
  }
}
