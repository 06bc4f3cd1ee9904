package io.stage1kvm.stage0;

import java.util.List;
import java.util.Optional;

/// Which app of a pod is meant.
final class AppChoice {
  private AppChoice() {}

  static String of(PodFacts facts, Optional<String> name, String command) throws Stage0Exception {
    List<String> apps = facts.apps().stream().map(AppFacts::name).toList();
    if (name.isPresent()) {
      if (!apps.contains(name.get())) {
        throw Stage0Exception.of("app " + name.get() + " is not present in pod");
      }
      return name.get();
    }
    if (apps.size() != 1) {
      throw Stage0Exception.of(
          "unable to determine app name: pod contains multiple apps: " + String.join(", ", apps),
          "specify app using \"" + Session.NAME + " " + command + " --app= ...\"");
    }
    return apps.getFirst();
  }
}
