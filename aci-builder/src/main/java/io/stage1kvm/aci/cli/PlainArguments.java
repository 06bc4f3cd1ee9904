package io.stage1kvm.aci.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/// Commands given with nothing but file names, as programs give them, many times in a row.
///
/// Picocli takes longer than all they do: no AOT cache takes its classes, which have a format from
/// before Java 6. Whatever is not plain goes to [OptionArguments], with the same outcome.
final class PlainArguments {
  private PlainArguments() {}

  static Optional<Callable<Integer>> parse(Terminal terminal, String... args) {
    if (args.length < 2 || Stream.of(args).anyMatch(PlainArguments::isSpecial)) {
      return Optional.empty();
    }
    List<Path> files = Stream.of(args).skip(1).map(Path::of).toList();
    int count = files.size();
    Callable<Integer> command =
        switch (args[0]) {
          case "id" -> new IdCommand(terminal, files);
          case "validate" -> new ValidateCommand(terminal, files);
          case "cat-manifest" ->
              count == 1 ? new CatManifestCommand(terminal, files.getFirst()) : null;
          case "extract" ->
              count == 2 ? new ExtractCommand(terminal, files.getFirst(), files.getLast()) : null;
          default -> null;
        };
    return Optional.ofNullable(command);
  }

  private static boolean isSpecial(String arg) {
    return arg.isEmpty() || arg.startsWith("-");
  }
}
