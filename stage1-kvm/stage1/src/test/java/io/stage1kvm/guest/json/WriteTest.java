package io.stage1kvm.guest.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.stage1kvm.guest.Fixtures;
import io.stage1kvm.guest.message.CgroupSetting;
import io.stage1kvm.guest.message.GuestApp;
import io.stage1kvm.guest.message.GuestCommand;
import io.stage1kvm.guest.message.GuestOp;
import io.stage1kvm.guest.message.GuestPlan;
import io.stage1kvm.guest.message.GuestProcess;
import io.stage1kvm.guest.message.GuestStdio.Pipes;
import io.stage1kvm.guest.message.GuestStdio.Tty;
import io.stage1kvm.guest.message.HostHello;
import io.stage1kvm.guest.message.MountFlags;
import io.stage1kvm.guest.message.Rlimit;
import io.stage1kvm.guest.message.SeccompProgram;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class WriteTest {
  @Test
  void writesTheBytesOfTheFixtures() {
    Map<String, byte[]> written = new TreeMap<>(commands());
    written.put("hello-host", HelloJson.write(new HostHello(1, 1767225600123456789L)));
    written.put("plan-empty", PlanJson.write(new GuestPlan("rkt-5f0c", List.of(), List.of())));
    written.put(
        "plan-one-app",
        PlanJson.write(new GuestPlan("rkt-5f0c", List.of(), List.of(Samples.trueApp(0, 1, 2)))));

    written.forEach(
        (name, json) ->
            assertThat(new String(json, StandardCharsets.UTF_8)).as(name).isEqualTo(payload(name)));
    assertThat(written.keySet())
        .as("every frame that a host sends")
        .containsExactlyElementsOf(
            Fixtures.names("frames").stream()
                .filter(name -> name.matches("(plan|command|hello-host).*"))
                .toList());
  }

  @Test
  void writesThePlanThatUsesEverything() {
    String json = new String(PlanJson.write(fullPlan()), StandardCharsets.UTF_8);

    assertThat(JsonParser.parseString(json))
        .isEqualTo(JsonParser.parseString(Fixtures.text("plan-full.json")));
  }

  private static Map<String, byte[]> commands() {
    return Map.of(
        "command-exec",
        CommandJson.write(
            1,
            new GuestCommand.Exec(
                "redis",
                Samples.process("/usr/bin/redis-cli", new Pipes(9, 10, 11), "redis-cli", "ping"))),
        "command-exec-guest",
        CommandJson.write(
            2,
            new GuestCommand.ExecInGuest(
                Samples.process("/share/bin/sh", new Tty(12, 50, 132), "sh"))),
        "command-signal-app",
        CommandJson.write(3, new GuestCommand.Signal("redis", 1)),
        "command-signal-exec",
        CommandJson.write(4, new GuestCommand.SignalExec(2, 28)),
        "command-stop",
        CommandJson.write(5, new GuestCommand.Stop("redis", Duration.ofSeconds(10))),
        "command-start",
        CommandJson.write(6, new GuestCommand.Start(Samples.trueApp(13, 14, 15))),
        "command-resize",
        CommandJson.write(7, new GuestCommand.Resize(12, 40, 100)),
        "command-shutdown",
        CommandJson.write(Integer.MAX_VALUE, new GuestCommand.Shutdown(Duration.ZERO)));
  }

  private static String payload(String name) {
    byte[] frame = Fixtures.bytes("frames/" + name);
    return new String(Arrays.copyOfRange(frame, 9, frame.length), StandardCharsets.UTF_8);
  }

  private static GuestPlan fullPlan() {
    return new GuestPlan(
        "rkt-5f0c9a2e-8f7b-4a57-9a3e-0a6f3b1c2d4e",
        List.of(
            new GuestOp.Mkdir("/run/shared", 01777, 0, 0, false),
            new GuestOp.WriteFile(
                "/etc/hosts", 0644, "127.0.0.1 localhost\n::1 localhost\n", false)),
        List.of(
            redis(),
            Samples.app("shell-2", Samples.process("/bin/sh", new Tty(8, 24, 80), "sh", "-l"))));
  }

  private static GuestApp redis() {
    return new GuestApp(
        "redis",
        "/share/apps/redis/rootfs",
        true,
        List.of(
            new CgroupSetting("memory.max", "26214400"),
            new CgroupSetting("memory.swap.max", "0"),
            new CgroupSetting("cpu.max", "80000 100000"),
            new CgroupSetting("pids.max", "512")),
        setup(),
        List.of(
            Samples.process(
                "/usr/bin/prepare", new Pipes(0, 1, 2), "/usr/bin/prepare", "--data=/data")),
        redisMain(),
        List.of(cleanUp()));
  }

  private static List<GuestOp> setup() {
    int noSuidDevExec = MountFlags.NOSUID | MountFlags.NODEV | MountFlags.NOEXEC;
    return List.of(
        new GuestOp.Mount("/proc", "proc", "proc", noSuidDevExec, "", false),
        new GuestOp.Mount("/dev", "tmpfs", "tmpfs", MountFlags.NOSUID, "mode=755,size=64k", false),
        new GuestOp.Node("/dev/null", 0666, 1, 3, false),
        new GuestOp.Node("/dev/urandom", 0666, 1, 9, false),
        new GuestOp.Symlink("/dev/fd", "/proc/self/fd", false),
        new GuestOp.Mkdir("/dev/pts", 0755, 0, 0, false),
        new GuestOp.Mount(
            "/dev/pts",
            "devpts",
            "devpts",
            MountFlags.NOSUID | MountFlags.NOEXEC,
            "newinstance,ptmxmode=0666,mode=620,gid=5",
            false),
        new GuestOp.Bind("/sys", "/sys", true, MountFlags.RDONLY | noSuidDevExec, false),
        new GuestOp.RemoveLink("/etc/resolv.conf", false),
        new GuestOp.WriteFile(
            "/etc/resolv.conf",
            0644,
            "nameserver 192.0.2.53\n# café ☃ \ud83d\ude00 \"quoted\" \\ tab\t</script>\u2028\n",
            false),
        new GuestOp.Bind(
            "/data", "/share/volumes/data", false, MountFlags.NOSUID | MountFlags.NODEV, false),
        new GuestOp.Bind("/etc/localtime", "/share/etc/localtime", false, MountFlags.RDONLY, true),
        new GuestOp.Hide("/proc/kcore", false),
        new GuestOp.Hide("/sys/firmware", true),
        new GuestOp.ReadOnly("/proc/sys", false));
  }

  private static GuestProcess redisMain() {
    String filter = "IAAAAAQAAAAVAAEAPgAAwAYAAAAAAACAIAAAAAAAAAAVAAABqQAAAAYAAAABAAUABgAAAAAA/38=";
    return new GuestProcess(
        "/usr/bin/redis-server",
        List.of("/usr/bin/redis-server", "--port", "6379", ""),
        List.of("PATH=/usr/bin", "AC_APP_NAME=redis", "EMPTY=", "MOTTO=café=\"x\" \\ $HOME"),
        "/data",
        999,
        998,
        List.of(998L, 4294967294L),
        027,
        0x1ffffffffffL,
        true,
        SeccompProgram.of(Base64.getDecoder().decode(filter)),
        -500,
        List.of(
            new Rlimit(7, 1024, 524288),
            new Rlimit(4, 0, Rlimit.UNLIMITED),
            new Rlimit(8, Rlimit.UNLIMITED, Rlimit.UNLIMITED),
            new Rlimit(1, 1L << 53, Rlimit.UNLIMITED)),
        new Pipes(3, 4, 5));
  }

  private static GuestProcess cleanUp() {
    GuestProcess p = Samples.process("/usr/bin/clean-up", new Pipes(0, 6, 7), "clean-up");
    return new GuestProcess(
        p.path(),
        p.argv(),
        p.env(),
        p.cwd(),
        p.uid(),
        p.gid(),
        p.groups(),
        p.umask(),
        0,
        p.noNewPrivs(),
        p.seccomp(),
        p.oomScoreAdj(),
        p.rlimits(),
        p.stdio());
  }
}
