package io.stage1kvm.stage0;

import io.stage1kvm.sys.Sys;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Words and paths beyond ASCII where the locale is `C`, as it is for services and cron jobs. The
/// JVM takes its encoding from there, replaces what it cannot read by question marks, and cannot be
/// told otherwise: it is started once more in a UTF-8 locale. Who it hands over to gets the locale
/// that was there before.
final class Utf8 {
  /// Holds the former `LC_ALL` behind a `=`, or nothing if there was none.
  private static final String FORMER = "STAGE1_KVM_FORMER_LC_ALL";

  private static final String LC_ALL = "LC_ALL";

  private Utf8() {}

  /// Starts this program once more if it has to be. Returns if not.
  static void ensure() throws IOException {
    byte[] words = Files.readAllBytes(Path.of("/proc/self/cmdline"));
    if (System.getProperty("sun.jnu.encoding").equals("UTF-8")
        || System.getenv(FORMER) != null
        || isAscii(words) && !System.getProperty("user.dir").contains("\ufffd")) {
      return;
    }
    List<byte[]> environment = split(Files.readAllBytes(Path.of("/proc/self/environ")));
    Optional<byte[]> former = find(environment, LC_ALL);
    environment.removeIf(entry -> isNamed(entry, LC_ALL));
    environment.add(bytes(LC_ALL + "=C.UTF-8"));
    environment.add(bytes(FORMER + "=" + former.map(Utf8::valueWithEquals).orElse("")));
    String java = Files.readSymbolicLink(Path.of("/proc/self/exe")).toString();
    Sys.exec().execve(java, split(words), environment);
  }

  /// The environment as it was before.
  static List<byte[]> restored(List<byte[]> environment) {
    Optional<byte[]> former = find(environment, FORMER);
    if (former.isEmpty()) {
      return environment;
    }
    List<byte[]> restored = new ArrayList<>(environment);
    restored.removeIf(entry -> isNamed(entry, FORMER) || isNamed(entry, LC_ALL));
    String value = new String(former.get(), StandardCharsets.ISO_8859_1);
    String old = value.substring(FORMER.length() + 1);
    if (!old.isEmpty()) {
      restored.add((LC_ALL + old).getBytes(StandardCharsets.ISO_8859_1));
    }
    return restored;
  }

  /// The strings of `/proc/self/cmdline` and `environ`, each of which ends with a zero.
  static List<byte[]> split(byte[] strings) {
    List<byte[]> list = new ArrayList<>();
    int start = 0;
    for (int end = 0; end < strings.length; end++) {
      if (strings[end] == 0) {
        list.add(Arrays.copyOfRange(strings, start, end));
        start = end + 1;
      }
    }
    return list;
  }

  /// Whether an entry of an environment is the variable.
  static boolean isNamed(byte[] entry, String name) {
    return new String(entry, StandardCharsets.ISO_8859_1).startsWith(name + "=");
  }

  private static Optional<byte[]> find(List<byte[]> environment, String name) {
    return environment.stream().filter(entry -> isNamed(entry, name)).findFirst();
  }

  private static String valueWithEquals(byte[] entry) {
    return new String(entry, StandardCharsets.UTF_8).substring(LC_ALL.length());
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static boolean isAscii(byte[] bytes) {
    for (byte b : bytes) {
      if (b < 0) {
        return false;
      }
    }
    return true;
  }
}
