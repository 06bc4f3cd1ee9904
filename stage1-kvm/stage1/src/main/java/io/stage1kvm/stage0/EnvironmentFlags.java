package io.stage1kvm.stage0;

import io.stage1kvm.manifest.type.Environment;
import io.stage1kvm.manifest.type.EnvironmentVariable;
import io.stage1kvm.manifest.type.InvalidValueException;
import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.Flags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The environment of an app. Later ones win: the caller's (with `--inherit-env`), the image's,
/// `--set-env-file`, `--set-env`, `--environment`.
///
/// @param pod flags of the pod
/// @param app flags of the image
/// @param inherited the environment of the caller
/// @param directory what relative paths are relative to
record EnvironmentFlags(Flags pod, Flags app, Map<String, String> inherited, Path directory) {

  Environment merge(Environment image) throws FlagException, Stage0Exception {
    Environment merged = image;
    if (pod.is("inherit-env")) {
      for (Map.Entry<String, String> variable : inherited.entrySet()) {
        if (image.get(variable.getKey()).isEmpty() && isValid(variable)) {
          merged = merged.with(variable.getKey(), variable.getValue());
        }
      }
    }
    for (String file : pod.all("set-env-file")) {
      merged = merged.withAll(pairs("set-env-file", lines(directory.resolve(file))));
    }
    return merged
        .withAll(pairs("set-env", pod.all("set-env")))
        .withAll(pairs("environment", app.all("environment")));
  }

  /// Shells export functions under names that no manifest can hold.
  private static boolean isValid(Map.Entry<String, String> variable) {
    try {
      new EnvironmentVariable(variable.getKey(), variable.getValue());
      return true;
    } catch (InvalidValueException ignored) {
      return false;
    }
  }

  private static List<String> lines(Path file) throws Stage0Exception {
    try {
      return Files.readAllLines(file).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw Stage0Exception.cannot("read environment file '" + file + "'", e);
    }
  }

  /// `KEY=VALUE` pairs, in their order.
  static Map<String, String> pairs(String flag, List<String> texts) throws FlagException {
    Map<String, String> pairs = new LinkedHashMap<>();
    for (String text : texts) {
      int equals = text.indexOf('=');
      if (equals < 1) {
        throw FlagException.invalid(flag, text, "be specified as key=value");
      }
      pairs.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return pairs;
  }
}
