package io.stage1kvm.stage0;

import io.stage1kvm.stage0.flag.Flag;
import io.stage1kvm.stage0.flag.FlagException;
import io.stage1kvm.stage0.flag.FlagReader;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;

/// The pods that a command line names: UUIDs, beginnings of them, or a file that holds one.
final class PodNames {
  static final Flag FILE = Flag.value("uuid-file", "FILE", "read the pod's UUID from this file");

  private PodNames() {}

  /// One or more.
  static List<String> of(FlagReader.Parsed line, Session session)
      throws FlagException, Stage0Exception {
    Optional<String> file = line.flags().last("uuid-file");
    if (file.isPresent() != line.words().isEmpty()) {
      throw new FlagException("a pod must be named, by its UUID or with --uuid-file");
    }
    return file.isPresent() ? List.of(read(file.get(), session)) : line.words();
  }

  /// Exactly one.
  static String single(FlagReader.Parsed line, Session session)
      throws FlagException, Stage0Exception {
    List<String> names = of(line, session);
    if (names.size() > 1) {
      throw new FlagException("only one pod can be named");
    }
    return names.getFirst();
  }

  private static String read(String file, Session session) throws Stage0Exception {
    try {
      return Files.readString(session.directory().resolve(file)).strip();
    } catch (IOException e) {
      throw Stage0Exception.cannot("read the pod's UUID", e);
    }
  }
}
