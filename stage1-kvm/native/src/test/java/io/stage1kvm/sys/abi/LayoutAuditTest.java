package io.stage1kvm.sys.abi;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every constant and every offset of `sys.abi` against the headers of this machine: one C file of
/// `_Static_assert`s for each class, since the kernel's headers and those of glibc do not mix.
final class LayoutAuditTest {

  record Audit(Class<?> constants, List<String> headers) {
    @Override
    public String toString() {
      return constants.getSimpleName();
    }
  }

  static List<Audit> audits() {
    return List.of(
        new Audit(Dirent.class, List.of("dirent.h")),
        new Audit(Disk.class, List.of("linux/fs.h", "linux/falloc.h")),
        new Audit(Epoll.class, List.of("sys/epoll.h", "sys/eventfd.h")),
        new Audit(Errno.class, List.of("errno.h")),
        new Audit(
            Fcntl.class,
            List.of("fcntl.h", "unistd.h", "stdio.h", "sys/file.h", "linux/openat2.h")),
        new Audit(Kvm.class, List.of("linux/kvm.h")),
        new Audit(KvmRun.class, List.of("linux/kvm.h")),
        new Audit(KvmState.class, List.of("linux/kvm.h")),
        new Audit(KvmVm.class, List.of("linux/kvm.h")),
        new Audit(Mman.class, List.of("sys/mman.h")),
        new Audit(Mount.class, List.of("sys/mount.h")),
        new Audit(MountAttr.class, List.of("linux/mount.h")),
        new Audit(Prctl.class, List.of("linux/prctl.h")),
        new Audit(Sched.class, List.of("linux/sched.h")),
        new Audit(Sigaction.class, List.of("asm/signal.h")),
        new Audit(Signal.class, List.of("signal.h")),
        new Audit(Socket.class, List.of("sys/socket.h", "sys/un.h", "sys/uio.h", "sys/time.h")),
        new Audit(Stat.class, List.of("sys/stat.h")),
        new Audit(Statfs.class, List.of("linux/magic.h", "asm/statfs.h")),
        new Audit(Syscall.class, List.of("sys/syscall.h")),
        new Audit(Termios.class, List.of("asm/termbits.h", "asm/ioctls.h", "asm/termios.h")),
        new Audit(Tun.class, List.of("linux/if.h", "linux/if_tun.h", "sys/ioctl.h")),
        new Audit(Vhost.class, List.of("linux/vhost.h")),
        new Audit(Xattr.class, List.of("linux/xattr.h", "linux/limits.h")));
  }

  @ParameterizedTest
  @MethodSource("audits")
  void agreesWithTheHeaders(Audit audit, @TempDir Path dir) throws Exception {
    Path source = dir.resolve("audit.c");
    Files.writeString(source, assertions(audit));

    Process gcc =
        new ProcessBuilder("gcc", "-std=c17", "-fsyntax-only", source.toString())
            .redirectErrorStream(true)
            .start();
    String output = new String(gcc.getInputStream().readAllBytes());

    assertThat(gcc.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(output).isEmpty();
    assertThat(gcc.exitValue()).isZero();
  }

  @Test
  void leavesNoClassOut() throws IOException {
    Path classes = Path.of("src/main/java/io/stage1kvm/sys/abi");
    try (var files = Files.list(classes)) {
      assertThat(files.map(f -> f.getFileName().toString().replace(".java", "")))
          .containsExactlyInAnyOrderElementsOf(
              java.util.stream.Stream.concat(
                      audits().stream().map(Audit::toString),
                      java.util.stream.Stream.of("ErrnoText"))
                  .toList());
    }
  }

  private static String assertions(Audit audit) throws IllegalAccessException {
    StringBuilder c = new StringBuilder("#define _GNU_SOURCE\n#include <stddef.h>\n");
    audit.headers().forEach(header -> c.append("#include <").append(header).append(">\n"));
    for (Field field : audit.constants().getFields()) {
      String type = field.getType() == int.class ? "unsigned" : "unsigned long long";
      c.append(
          check("(%s)(%s) == (%s)%sLL".formatted(type, field.getName(), type, field.get(null))));
    }
    for (Class<?> struct : audit.constants().getClasses()) {
      String name = "struct " + struct.getSimpleName();
      Arrays.stream(struct.getFields()).forEach(field -> c.append(layout(name, field)));
    }
    return c.toString();
  }

  private static String layout(String struct, Field field) {
    try {
      int value = field.getInt(null);
      return field.getName().equals("sizeof")
          ? check("sizeof(%s) == %d".formatted(struct, value))
          : check("offsetof(%s, %s) == %d".formatted(struct, member(field), value));
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }

  /// Java's names have no dots.
  private static String member(Field field) {
    return field.getName().replace("__", ".");
  }

  private static String check(String condition) {
    return "_Static_assert(%s, \"%s\");\n".formatted(condition, condition);
  }
}
