package io.stage1kvm.aci.discover;

import io.stage1kvm.aci.archive.AciException;
import io.stage1kvm.manifest.json.JsonDocument;
import io.stage1kvm.manifest.json.ManifestException;
import io.stage1kvm.manifest.type.JsonValue;
import io.stage1kvm.manifest.type.JsonValue.JsonArray;
import io.stage1kvm.manifest.type.JsonValue.JsonObject;
import io.stage1kvm.manifest.type.JsonValue.JsonString;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// What the operator has servers told: the directories `auth.d` of rkt's configuration, with JSON
/// documents of the kind `auth`, for HTTP basic authentication or a bearer's token.
///
/// What a later directory says of a server takes the place of what an earlier one said. Nothing is
/// sent over a connection that is not encrypted, nor to another server that redirects lead to.
public final class Credentials {
  public static final Credentials NONE = new Credentials(Map.of());

  private final Map<String, String> headers;

  private Credentials(Map<String, String> headers) {
    this.headers = headers;
  }

  /// Reads the documents (`*.json`) of directories, of which none must be there.
  public static Credentials read(List<Path> directories) throws AciException {
    Map<String, String> headers = new HashMap<>();
    for (Path directory : directories) {
      if (Files.isDirectory(directory)) {
        addAll(directory, headers);
      }
    }
    return new Credentials(headers);
  }

  private static void addAll(Path directory, Map<String, String> headers) throws AciException {
    List<Path> files;
    try (Stream<Path> all = Files.list(directory)) {
      files = all.filter(file -> file.toString().endsWith(".json")).sorted().toList();
    } catch (IOException e) {
      throw AciException.cannot("read", "credentials", directory.toString(), e);
    }
    for (Path file : files) {
      try {
        add(JsonDocument.read(Files.readAllBytes(file), file.toString()), headers);
      } catch (ManifestException e) {
        String place = "line %d, column %d: ".formatted(e.line(), e.column());
        throw AciException.cannot("read", "credentials", file.toString(), place + e.reason());
      } catch (IOException e) {
        throw AciException.cannot("read", "credentials", file.toString(), e);
      }
    }
  }

  private static void add(JsonValue document, Map<String, String> headers) throws AciException {
    if (!text(document, "rktKind").equals("auth")) {
      return;
    }
    if (!text(document, "rktVersion").equals("v1")) {
      throw AciException.malformed("'rktVersion' must be 'v1'");
    }
    JsonValue secrets = member(document, "credentials");
    String header =
        switch (text(document, "type")) {
          case "basic" -> basic(text(secrets, "user"), text(secrets, "password"));
          case "oauth" -> "Bearer " + text(secrets, "token");
          default -> throw AciException.malformed("'type' must be 'basic' or 'oauth'");
        };
    if (!(member(document, "domains") instanceof JsonArray domains)) {
      throw AciException.malformed("'domains' must be a list of servers");
    }
    for (JsonValue domain : domains.items()) {
      headers.put(text(domain, "domains"), header);
    }
  }

  private static String basic(String user, String password) {
    byte[] both = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(both);
  }

  private static JsonValue member(JsonValue value, String name) throws AciException {
    JsonValue member = value instanceof JsonObject object ? object.members().get(name) : value;
    if (member == null) {
      throw AciException.malformed("'%s' must be set".formatted(name));
    }
    return member;
  }

  private static String text(JsonValue value, String name) throws AciException {
    if (member(value, name) instanceof JsonString string) {
      return string.text();
    }
    throw AciException.malformed("'%s' must be a text".formatted(name));
  }

  /// @return the value of `Authorization` for a request
  Optional<String> header(URI url) {
    if (!"https".equals(url.getScheme()) || url.getHost() == null) {
      return Optional.empty();
    }
    String header = headers.get(url.getAuthority());
    return Optional.ofNullable(header != null ? header : headers.get(url.getHost()));
  }
}
