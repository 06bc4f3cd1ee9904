package io.stage1kvm.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Programs that others have written, as Debian packages them.
@Tag("pods")
@Tag("long")
final class RealPodTest {
  @RegisterExtension static final PodHost HOST = new PodHost();

  private static final String BENCHMARK =
      """
      cd /usr/bin
      i=0
      while [ "$(./redis-cli ping 2>/dev/null)" != PONG ] && [ $((i += 1)) -lt 100 ]; do
        busybox sleep 0.2
      done
      ./redis-cli set greeting 'from the client' || exit 1
      [ "$(./redis-cli get greeting)" = 'from the client' ] || exit 2
      ./redis-benchmark -t set,get -n 1000 -c 5 -d 512 --csv || exit 3
      ./redis-cli info clients | busybox grep connected_clients
      exit 33
      """;

  private static Path image(String name, String packages, String... exec) throws Exception {
    Path rootfs = DebianRootfs.unpack(HOST.images().newRootfs(name), packages);
    return HOST.images().build(name, rootfs, List.of(exec));
  }

  @Test
  void runsAServerAndItsClientOverLoopback() throws Exception {
    Path server =
        image("redis", "redis-server", "/usr/bin/redis-server", "--save", "", "--port", "6379");
    Path client = image("client", "redis-tools,busybox-static", "/bin/busybox", "sh", "-c");
    Pod pod =
        HOST.pod()
            .image(server, "--memory=128M")
            .image(client, "--", BENCHMARK)
            .within(Duration.ofSeconds(120))
            .start();
    Outcome outcome = pod.await().expect(33);
    assertThat(outcome.lines("client"))
        .contains("OK")
        .anyMatch(line -> line.startsWith("\"SET\",\""))
        .anyMatch(line -> line.startsWith("\"GET\",\""))
        .anyMatch(line -> line.startsWith("connected_clients:"));
    assertThat(outcome.lines("redis")).anyMatch(line -> line.contains("Ready to accept"));
    assertThat(pod.status()).containsEntry("app-client", "33").containsEntry("app-redis", "0");
  }

  @Test
  void runsALanguageThatCalculates() throws Exception {
    Path python = image("python", "python3-minimal", "/usr/bin/python3", "-c");
    String program =
        """
        import os, sys
        sieve = bytearray([1]) * 200000
        sieve[0:2] = b'\\0\\0'
        for i in range(2, 448):
            if sieve[i]:
                sieve[i * i :: i] = bytes(len(range(i * i, 200000, i)))
        print(sum(i for i, prime in enumerate(sieve) if prime), os.uname().release)
        sys.exit(sieve[199999])
        """;
    long sum =
        IntStream.range(2, 200_000)
            .filter(n -> IntStream.rangeClosed(2, (int) Math.sqrt(n)).allMatch(d -> n % d != 0))
            .asLongStream()
            .sum();
    Outcome outcome = HOST.pod().image(python, "--", program).run().expect(1);
    assertThat(outcome.lines("python")).hasSize(1);
    assertThat(outcome.lines("python").getFirst()).startsWith(sum + " 6.12.");
  }
}
