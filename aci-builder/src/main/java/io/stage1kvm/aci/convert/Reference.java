package io.stage1kvm.aci.convert;

import java.util.Optional;

/// The name of an image in Docker's world: `[REGISTRY/]REPOSITORY[:TAG]`.
///
/// @param original as it was written
/// @param registry the host; that of Docker Hub if none is written
/// @param repository without registry and tag
record Reference(String original, String registry, String repository, Optional<String> tag) {
  private static final String DOCKER_HUB = "registry-1.docker.io";

  static Reference parse(String text) {
    int at = text.indexOf('@');
    String rest = at < 0 ? text : text.substring(0, at);
    int colon = rest.lastIndexOf(':');
    Optional<String> tag = Optional.empty();
    if (colon > rest.lastIndexOf('/')) {
      tag = Optional.of(rest.substring(colon + 1)).filter(t -> !t.isEmpty());
      rest = rest.substring(0, colon);
    }
    int slash = rest.indexOf('/');
    String first = slash < 0 ? "" : rest.substring(0, slash);
    if (first.indexOf('.') < 0 && first.indexOf(':') < 0 && !first.equals("localhost")) {
      String repository = slash < 0 ? "library/" + rest : rest;
      return new Reference(text, DOCKER_HUB, repository, tag);
    }
    boolean hub = first.equals("docker.io") || first.equals("index.docker.io");
    String repository = rest.substring(slash + 1);
    boolean official = hub && repository.indexOf('/') < 0;
    return new Reference(
        text, hub ? DOCKER_HUB : first, official ? "library/" + repository : repository, tag);
  }
}
