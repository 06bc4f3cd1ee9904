package io.stage1kvm.pod.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class SeccompCompilerTest {
  private static final int ALLOW = SeccompCompiler.RET_ALLOW;
  private static final int KILL = SeccompCompiler.RET_KILL_PROCESS;
  private static final int EPERM = SeccompCompiler.RET_ERRNO | 1;
  private static final int ENOSYS = SeccompCompiler.RET_ERRNO | 38;

  /// What the kernel's interpreter does with a program that only uses what we emit.
  private static int run(byte[] program, int arch, int call) {
    ByteBuffer code = ByteBuffer.wrap(program).order(ByteOrder.LITTLE_ENDIAN);
    int accumulator = 0;
    for (int at = 0; ; at++) {
      int operation = code.getShort(at * 8);
      int ifTrue = Byte.toUnsignedInt(code.get(at * 8 + 2));
      int ifFalse = Byte.toUnsignedInt(code.get(at * 8 + 3));
      int operand = code.getInt(at * 8 + 4);
      switch (operation) {
        case Program.LOAD_WORD -> accumulator = operand == 0 ? call : arch;
        case Program.JUMP_IF_EQUAL -> at += accumulator == operand ? ifTrue : ifFalse;
        case Program.JUMP_IF_AT_LEAST ->
            at += Integer.compareUnsigned(accumulator, operand) >= 0 ? ifTrue : ifFalse;
        case Program.JUMP_ALWAYS -> at += operand;
        case Program.RETURN -> {
          return operand;
        }
        default -> throw new AssertionError("operation " + operation);
      }
    }
  }

  private static int run(SeccompPolicy policy, String call) {
    return run(
        SeccompCompiler.compile(policy),
        SeccompCompiler.AUDIT_ARCH_X86_64,
        SyscallTable.numbers().get(call));
  }

  private static void check(SeccompPolicy policy, int blocked) {
    byte[] program = SeccompCompiler.compile(policy);
    assertThat(program.length / 8).isLessThanOrEqualTo(4096);
    SyscallTable.numbers()
        .forEach(
            (name, number) -> {
              boolean allowed = policy.calls().contains(name) == policy.allows();
              boolean newer = policy.allows() && policy.errno().isEmpty() && number >= 332;
              int expected = allowed ? ALLOW : newer ? ENOSYS : blocked;
              assertThat(run(program, SeccompCompiler.AUDIT_ARCH_X86_64, number))
                  .as(name)
                  .isEqualTo(expected);
            });
  }

  @Test
  void judgesEveryCallByTheDefaultList() {
    check(SeccompPolicy.ofDefault(), KILL);
    assertThat(run(SeccompPolicy.ofDefault(), "read")).isEqualTo(ALLOW);
    assertThat(run(SeccompPolicy.ofDefault(), "statx")).isEqualTo(ALLOW);
    assertThat(run(SeccompPolicy.ofDefault(), "reboot")).isEqualTo(KILL);
    assertThat(run(SeccompPolicy.ofDefault(), "fsopen")).isEqualTo(ENOSYS);
  }

  @Test
  void allowsWhatARetainSetNamesAndWhatEveryProcessNeeds() throws Exception {
    SeccompPolicy policy = SeccompPolicy.retain(List.of("mkdir"), OptionalInt.of(1)).orElseThrow();
    check(policy, EPERM);
    assertThat(run(policy, "mkdir")).isEqualTo(ALLOW);
    assertThat(run(policy, "execve")).isEqualTo(ALLOW);
    assertThat(run(policy, "rmdir")).isEqualTo(EPERM);
    assertThat(run(policy, "statx")).isEqualTo(EPERM);
  }

  @Test
  void blocksWhatARemoveSetNames() throws Exception {
    SeccompPolicy policy =
        SeccompPolicy.remove(List.of("@docker/default-blacklist", "mkdir"), OptionalInt.empty());
    check(policy, KILL);
    assertThat(run(policy, "mkdir")).isEqualTo(KILL);
    assertThat(run(policy, "reboot")).isEqualTo(KILL);
    assertThat(run(policy, "fsopen")).isEqualTo(ALLOW);
  }

  @Test
  void knowsTheWildcardsOfAppc() throws Exception {
    assertThat(SeccompPolicy.retain(List.of("@appc.io/all"), OptionalInt.empty())).isEmpty();
    assertThat(SeccompPolicy.remove(List.of("@appc.io/empty"), OptionalInt.empty()))
        .isEqualTo(SeccompPolicy.ofDefault());
    assertThat(
            SeccompPolicy.remove(List.of("@nobody/knows", "chown32"), OptionalInt.empty()).calls())
        .isEmpty();
  }

  @Test
  void leavesCloneToAppsThatRemoveRktsBlacklist() throws Exception {
    SeccompPolicy policy =
        SeccompPolicy.remove(List.of("@rkt/default-blacklist"), OptionalInt.empty());
    assertThat(run(policy, "clone")).isEqualTo(ALLOW);
    assertThat(run(policy, "unshare")).isEqualTo(KILL);
  }

  @Test
  void refusesANameThatIsNoSystemCall() {
    assertThatThrownBy(() -> SeccompPolicy.remove(List.of("mkdri"), OptionalInt.empty()))
        .hasMessage("system call 'mkdri' must be one of Linux");
  }

  @Test
  void everyWildcardNamesCallsOfTheTable() throws Exception {
    for (String wildcard :
        List.of(
            "@docker/default-whitelist",
            "@docker/default-blacklist",
            "@rkt/default-whitelist",
            "@rkt/default-blacklist",
            "@systemd/clock",
            "@systemd/default-whitelist",
            "@systemd/mount",
            "@systemd/network-io",
            "@systemd/obsolete",
            "@systemd/privileged",
            "@systemd/process",
            "@systemd/raw-io")) {
      assertThat(SyscallSets.wildcard(wildcard)).as(wildcard).isNotEmpty();
      assertThat(SyscallTable.numbers().keySet()).containsAll(SyscallSets.wildcard(wildcard));
    }
  }

  @Test
  void blocksOtherArchitecturesAndUnknownNumbers() {
    byte[] program = SeccompCompiler.compile(SeccompPolicy.ofDefault());
    assertThat(run(program, 0x4000_0003, 3)).isEqualTo(KILL);
    int x86 = SeccompCompiler.AUDIT_ARCH_X86_64;
    assertThat(run(program, x86, 0x4000_0001)).isEqualTo(ENOSYS);
    assertThat(run(program, x86, SyscallTable.LAST + 1)).isEqualTo(ENOSYS);
    assertThat(run(program, x86, -1)).isEqualTo(ENOSYS);
  }

  @Test
  void judgesRandomSetsCallByCall() {
    long seed = System.nanoTime();
    Random random = new Random(seed);
    List<String> names = new ArrayList<>(SyscallTable.numbers().keySet());
    names.sort(null);
    for (int i = 0; i < 40; i++) {
      Set<String> set = new HashSet<>();
      names.stream().filter(n -> random.nextBoolean()).forEach(set::add);
      boolean errno = random.nextBoolean();
      SeccompPolicy policy =
          new SeccompPolicy(
              random.nextBoolean(), set, errno ? OptionalInt.of(1) : OptionalInt.empty());
      try {
        check(policy, errno ? EPERM : KILL);
      } catch (AssertionError e) {
        throw new AssertionError("seed " + seed, e);
      }
    }
  }
}
