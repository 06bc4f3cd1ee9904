package io.stage1kvm.stage0;

import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.FlagReader;
import io.stage1kvm.stage0.flag.FlagSet;
import io.stage1kvm.stage0.flag.Flags;
import java.util.ArrayList;
import java.util.List;

/// Takes the command line of `run` apart: `[flags] IMAGE [image flags] [-- arguments] [--- IMAGE
/// …]`.
///
/// Behind an image `--` begins the app's own arguments, which only `---` ends. Flags of the pod are
/// understood behind an image too; `--mount` is the nearest image's there.
final class RunArguments {
  private static final FlagSet BEFORE = RunFlags.POD.and(GlobalFlags.SET);
  private static final FlagSet BEHIND = RunFlags.APP.and(BEFORE);

  private final FlagReader reader;
  private final List<Flags.Given> pod = new ArrayList<>();
  private final List<AppRequest> apps = new ArrayList<>();

  private RunArguments(List<String> words) {
    this.reader = new FlagReader(words);
  }

  static RunRequest parse(List<String> words) throws FlagException {
    RunArguments arguments = new RunArguments(words);
    arguments.beforeImages();
    while (arguments.reader.more()) {
      arguments.image();
    }
    return new RunRequest(new Flags(arguments.pod), arguments.apps);
  }

  private void beforeImages() throws FlagException {
    while (reader.atFlag()) {
      String name = reader.peek().replaceFirst("=.*", "").replaceFirst("^--", "");
      if (BEFORE.find(name).isEmpty() && RunFlags.APP.find(name).isPresent()) {
        throw new FlagException("--" + name + " must follow an image");
      }
      pod.add(reader.flag(BEFORE));
    }
    if (reader.more() && reader.peek().equals("--")) {
      reader.word();
    }
  }

  private void image() throws FlagException {
    String image = reader.word();
    if (image.startsWith("-")) {
      throw new FlagException("an image must stand where '" + image + "' is");
    }
    List<Flags.Given> own = new ArrayList<>();
    while (reader.atFlag()) {
      Flags.Given given = reader.flag(BEHIND);
      (RunFlags.APP.find(given.name()).isPresent() ? own : pod).add(given);
    }
    List<String> arguments = new ArrayList<>();
    if (reader.more() && reader.peek().equals("--")) {
      reader.word();
      while (reader.more() && !reader.peek().equals("---")) {
        arguments.add(reader.word());
      }
    }
    if (reader.more() && reader.peek().equals("---")) {
      reader.word();
    }
    apps.add(new AppRequest(image, new Flags(own), arguments));
  }
}
