package io.stage1kvm.machine.helper;

import io.stage1kvm.machine.Virtiofsd;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The command line of a virtiofsd.
///
/// - It serves the socket that it gets as descriptor 3: with a path of its own, the one in C would
///   leave a lock file under `/run/virtiofsd`.
/// - `sandbox=chroot`: nothing but the shared tree can be named, and what is mounted there later
///   (volumes of added apps) is seen. Both drop all capabilities but those that files need (chown,
///   mknod, setfcap, the uid and gid of creation) and filter system calls.
/// - `announce_submounts`: a file system on the host is one in the guest too, so that equal inode
///   numbers of two of them are not taken for hard links.
/// - `cache=auto`: what the host changes is seen after a second at most, unlike with `always`.
/// - `posix_acl`: without it, ACLs are stored but the guest's kernel does not obey them.
public final class VirtiofsdOptions {

  /// The descriptor that the wrapper gives to the command.
  private static final String SOCKET = "3";

  private VirtiofsdOptions() {}

  /// The command with all its options.
  public static List<String> command(Virtiofsd virtiofsd, Path directory) {
    // Absolute: the one in C goes to / before it looks for the directory.
    Path absolute = directory.toAbsolutePath();
    List<String> command = new ArrayList<>(virtiofsd.command());
    command.add("--fd=" + SOCKET);
    command.addAll(
        switch (virtiofsd.kind()) {
          case C -> inC(absolute);
          case RUST -> inRust(absolute);
        });
    return command;
  }

  private static List<String> inC(Path directory) {
    return List.of(
        "-f",
        "-o",
        "source=" + escaped(directory),
        "-o",
        "sandbox=chroot,announce_submounts,cache=auto,xattr,posix_acl,log_level=warn");
  }

  private static List<String> inRust(Path directory) {
    return List.of(
        "--shared-dir=" + directory,
        "--sandbox=chroot",
        "--announce-submounts",
        "--cache=auto",
        "--xattr",
        "--posix-acl",
        "--log-level=warn");
  }

  /// libfuse splits `-o` at commas; a backslash takes the next character as it is.
  private static String escaped(Path directory) {
    return directory.toString().replace("\\", "\\\\").replace(",", "\\,");
  }
}
