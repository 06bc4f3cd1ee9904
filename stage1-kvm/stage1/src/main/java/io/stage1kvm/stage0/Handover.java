package io.stage1kvm.stage0;

import io.stage1kvm.sys.Fd;
import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.SyscallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The last step of a command: this process becomes a program of stage1, under the same pid.
///
/// @param program absolute
/// @param arguments without the program's name
/// @param directory the working directory
/// @param variables added to the environment of this process, in place of those of the same name
/// @param lock a descriptor to leave open beside stdin, stdout and stderr
record Handover(
    Path program,
    List<String> arguments,
    Path directory,
    Map<String, String> variables,
    Optional<Fd> lock) {
  private static final int FIRST_OF_OURS = 3;

  /// Returns only by failing.
  void execute() throws IOException {
    List<byte[]> words = new ArrayList<>();
    words.add(program.toString().getBytes(StandardCharsets.UTF_8));
    arguments.forEach(word -> words.add(word.getBytes(StandardCharsets.UTF_8)));
    List<byte[]> environment =
        environment(Files.readAllBytes(Path.of("/proc/self/environ")), variables);
    closeOnExec();
    Sys.exec().chdir(directory.toString());
    Sys.exec().unblockSignals();
    Sys.exec().execve(program.toString(), words, environment);
  }

  /// The environment as the process got it: in its order and byte for byte, which Java's map of it
  /// is not.
  static List<byte[]> environment(byte[] own, Map<String, String> variables) {
    List<byte[]> environment = new ArrayList<>(Utf8.restored(Utf8.split(own)));
    variables.forEach(
        (name, value) -> {
          environment.removeIf(entry -> Utf8.isNamed(entry, name));
          environment.add((name + "=" + value).getBytes(StandardCharsets.UTF_8));
        });
    return environment;
  }

  /// The JVM opens its own files without the flag.
  private void closeOnExec() throws IOException {
    List<Integer> open = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of("/proc/self/fd"))) {
      entries.forEach(entry -> open.add(Integer.parseInt(entry.getFileName().toString())));
    }
    for (int number : open) {
      if (number >= FIRST_OF_OURS) {
        boolean close = lock.isEmpty() || lock.get().number() != number;
        setCloseOnExec(Fd.borrow(number), close);
      }
    }
  }

  private static void setCloseOnExec(Fd file, boolean close) throws SyscallException {
    try {
      Sys.files().setCloseOnExec(file, close);
    } catch (SyscallException e) {
      if (e.errno() != io.stage1kvm.sys.abi.Errno.EBADF) { // The directory that was listed.
        throw e;
      }
    }
  }
}
