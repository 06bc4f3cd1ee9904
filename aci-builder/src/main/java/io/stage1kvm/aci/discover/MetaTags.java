package io.stage1kvm.aci.discover;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// The `ac-discovery` meta tags of an HTML page. Not a parser of HTML: finds tags outside of
/// comments and scripts, as browsers delimit them, and reads their attributes.
final class MetaTags {
  /// @param name `ac-discovery` or `ac-discovery-pubkeys`
  /// @param prefix of the names that it is for
  /// @param url or template of one
  record Tag(String name, String prefix, String url) {}

  private static final List<String> RAW = List.of("script", "style", "title", "textarea");

  private final String html;
  private final List<Tag> tags = new ArrayList<>();
  private int at;

  private MetaTags(String html) {
    this.html = html;
  }

  static List<Tag> parse(String html) {
    MetaTags page = new MetaTags(html);
    page.run();
    return page.tags;
  }

  private void run() {
    for (at = html.indexOf('<'); at >= 0; at = html.indexOf('<', at)) {
      if (html.startsWith("<!--", at)) {
        skipTo("-->", at + 4);
      } else {
        tag();
      }
    }
  }

  private void skipTo(String end, int from) {
    int found = html.indexOf(end, from);
    at = found < 0 ? html.length() : found + end.length();
  }

  private void tag() {
    at++;
    String element = word();
    Map<String, String> attributes = attributes();
    if (RAW.contains(element)) {
      int end = html.toLowerCase(Locale.ROOT).indexOf("</" + element, at);
      at = end < 0 ? html.length() : end;
    }
    if (element.equals("meta")) {
      add(attributes.getOrDefault("name", ""), attributes.getOrDefault("content", "").strip());
    }
  }

  private void add(String name, String content) {
    String[] parts = content.split("\\s+", 2);
    if (name.startsWith("ac-discovery") && parts.length == 2 && !parts[0].isEmpty()) {
      tags.add(new Tag(name, parts[0], parts[1].strip()));
    }
  }

  private Map<String, String> attributes() {
    Map<String, String> attributes = new HashMap<>();
    while (at < html.length() && html.charAt(at) != '>') {
      int before = at;
      String name = word();
      skipSpace();
      if (!name.isEmpty() && at < html.length() && html.charAt(at) == '=') {
        at++;
        skipSpace();
        // As browsers do, the first one counts.
        attributes.putIfAbsent(name, value());
      }
      if (at == before) {
        at++;
      }
    }
    return attributes;
  }

  private void skipSpace() {
    while (at < html.length() && html.charAt(at) <= ' ') {
      at++;
    }
  }

  private String word() {
    int start = at;
    while (at < html.length() && html.charAt(at) > ' ' && "=/>\"'".indexOf(html.charAt(at)) < 0) {
      at++;
    }
    return html.substring(start, at).toLowerCase(Locale.ROOT);
  }

  private String value() {
    int start = at;
    if (at < html.length() && (html.charAt(at) == '"' || html.charAt(at) == '\'')) {
      int end = html.indexOf(html.charAt(at), at + 1);
      at = end < 0 ? html.length() : end + 1;
      return text(html.substring(start + 1, end < 0 ? html.length() : end));
    }
    while (at < html.length() && html.charAt(at) > ' ' && html.charAt(at) != '>') {
      at++;
    }
    return text(html.substring(start, at));
  }

  private static String text(String value) {
    return value
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&#39;", "'")
        .replace("&amp;", "&");
  }
}
