package io.stage1kvm.aci.discover;

import io.stage1kvm.aci.discover.Discovered.Endpoint;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Optional;

/// A template of URLs with `{name}`, `{ext}` and labels in it.
final class Template {
  /// What discovery was before there were meta tags.
  static final Template SIMPLE = new Template("https://{name}-{version}-{os}-{arch}.{ext}");

  private static final String EXT = "{ext}";

  private final String text;

  Template(String text) {
    this.text = text;
  }

  /// @return empty if something of the template is not known, or no URL comes out of it
  Optional<Endpoint> fill(ImageQuery query) {
    String filled = text;
    for (Map.Entry<String, String> variable : query.variables().entrySet()) {
      filled = filled.replace("{" + variable.getKey() + "}", variable.getValue());
    }
    String aci = filled.replace(EXT, "aci");
    // Without an extension, image and signature would be one.
    return filled.contains(EXT) && isUrl(aci)
        ? Optional.of(new Endpoint(aci, filled.replace(EXT, "aci.asc")))
        : Optional.empty();
  }

  private static boolean isUrl(String text) {
    try {
      return new URI(text).getHost() != null;
    } catch (URISyntaxException e) {
      return false;
    }
  }
}
