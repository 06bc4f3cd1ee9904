package io.stage1kvm.stage0;

import io.stage1kvm.manifest.App;
import io.stage1kvm.manifest.AppBuilder;
import io.stage1kvm.manifest.type.Exec;
import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.Flags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The app of an image with what the flags change of it.
///
/// @param pod flags of the pod
/// @param request the image's part of the command line
/// @param inherited the environment of the caller
/// @param directory what relative paths are relative to
record AppFlags(Flags pod, AppRequest request, Map<String, String> inherited, Path directory) {

  App app(ImageTree image) throws FlagException, Stage0Exception {
    Flags flags = request.flags();
    App app = base(image);
    AppBuilder builder = app.toBuilder().exec(exec(app));
    flags.last("user").ifPresent(builder::user);
    flags.last("group").ifPresent(builder::group);
    flags.last("working-dir").ifPresent(builder::workingDirectory);
    if (flags.has("supplementary-gids")) {
      builder.supplementaryGIDs(gids(flags));
    }
    builder.environment(
        new EnvironmentFlags(pod, flags, inherited, directory).merge(app.environment()));
    builder.isolators(IsolatorFlags.apply(flags, app.isolators()));
    if (flags.has("user-annotation")) {
      builder.userAnnotations(
          with(app.userAnnotations(), "user-annotation", flags.all("user-annotation")));
    }
    if (flags.has("user-label")) {
      builder.userLabels(with(app.userLabels(), "user-label", flags.all("user-label")));
    }
    return builder.build();
  }

  private App base(ImageTree image) throws Stage0Exception {
    if (image.manifest().app().isEmpty() && !request.flags().has("exec")) {
      throw Stage0Exception.of(
          "image " + image.id() + " has no app section and --exec argument is not provided");
    }
    return image.manifest().app().orElseGet(() -> App.builder().build());
  }

  /// `--exec` takes the place of the image's program and of its arguments.
  private Exec exec(App app) {
    List<String> words =
        new ArrayList<>(request.flags().last("exec").map(List::of).orElse(app.exec().args()));
    words.addAll(request.arguments());
    return new Exec(words);
  }

  private static List<Long> gids(Flags flags) throws FlagException {
    List<Long> gids = new ArrayList<>();
    for (String gid : flags.items("supplementary-gids")) {
      if (!gid.matches("\\d{1,10}")) {
        throw FlagException.invalid("supplementary-gids", gid, "be a number");
      }
      gids.add(Long.parseLong(gid));
    }
    return gids;
  }

  private static Map<String, String> with(Map<String, String> base, String flag, List<String> pairs)
      throws FlagException {
    Map<String, String> merged = new LinkedHashMap<>(base);
    merged.putAll(EnvironmentFlags.pairs(flag, pairs));
    return merged;
  }
}
