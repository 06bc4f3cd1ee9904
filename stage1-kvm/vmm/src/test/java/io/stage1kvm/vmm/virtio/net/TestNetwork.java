package io.stage1kvm.vmm.virtio.net;

import io.stage1kvm.sys.Sys;
import io.stage1kvm.sys.abi.Sched;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A network namespace of one thread, which ends with it. As root.
public final class TestNetwork {

  /// What runs in it.
  public interface Body {
    void run() throws Exception;
  }

  private static final Path IPV6 = Path.of("/proc/sys/net/ipv6/conf/default/disable_ipv6");

  private TestNetwork() {}

  public static void run(Body body) throws Exception {
    List<Throwable> failures = new ArrayList<>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    Sys.mounts().unshare(Sched.CLONE_NEWNET);
                    if (Files.exists(IPV6)) {
                      Files.writeString(IPV6, "1"); // It would send packets by itself.
                    }
                    body.run();
                  } catch (Throwable e) {
                    failures.add(e);
                  }
                });
    thread.join();
    for (Throwable failure : failures) {
      switch (failure) {
        case Exception e -> throw e;
        case Error e -> throw e;
        default -> throw new AssertionError(failure);
      }
    }
  }

  /// Runs iproute2's `ip`, which a thread starts in its own namespace.
  public static void ip(String words) throws Exception {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(List.of(words.split(" ")));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError("ip " + words + ": " + output);
    }
  }
}
