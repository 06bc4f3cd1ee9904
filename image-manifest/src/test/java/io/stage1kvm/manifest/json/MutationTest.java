package io.stage1kvm.manifest.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.stage1kvm.manifest.Manifest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Documents damaged at random are read, or refused with a place; nothing else happens. What is
/// read can be written and read again.
///
/// `mvn -Daci.mutation.seconds=300` runs longer, `-Daci.mutation.seed=N` the same again. A document
/// that takes too long fails with the place where the reader hangs.
class MutationTest {
  private static final int SECONDS = Integer.getInteger("aci.mutation.seconds", 3);
  private static final long SEED = Long.getLong("aci.mutation.seed", System.nanoTime());
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final int AT_ONCE = 100;
  private static final String[] TOKENS = {
    "null",
    "true",
    "-1",
    "0",
    "1e999",
    "65536",
    "\"\"",
    "{}",
    "[]",
    "[null]",
    "{\"a\":1}",
    "\"A\"",
    "\"name\"",
    "\\u0000",
    "\\ud800",
    "\"sha512-\"",
    "99999999999999999999",
    ",",
    ":",
    "\"",
    "}",
    "]"
  };

  @Test
  void readsOrRefuses() {
    System.out.println("MutationTest: -Daci.mutation.seed=" + SEED);
    long start = System.nanoTime();
    long end = start + Duration.ofSeconds(SECONDS).toNanos();
    int count = 0;
    int refused = 0;
    for (; System.nanoTime() < end; count += AT_ONCE) {
      int first = count;
      String about = "seed %d, documents from %d".formatted(SEED, first);
      refused += assertTimeoutPreemptively(PATIENCE, () -> refused(first), about);
    }
    System.out.printf(
        "MutationTest: seed %d, %d documents, %d of them refused, %d s%n",
        SEED, count, refused, Duration.ofNanos(System.nanoTime() - start).toSeconds());
    assertThat(refused).as("refused of %d, seed %d", count, SEED).isBetween(count / 2, count - 1);
  }

  /// @return how many of the next documents are refused
  private static int refused(int first) {
    int refused = 0;
    for (int i = first; i < first + AT_ONCE; i++) {
      refused += check(damaged(new Random(SEED + i))) ? 0 : 1;
    }
    return refused;
  }

  /// A manifest with one to three things done to it.
  static byte[] damaged(Random random) {
    String[] documents = {ImageJsonTest.FULL, PodJsonTest.FULL, IsolatorJsonTest.ALL};
    byte[] damaged = documents[random.nextInt(documents.length)].getBytes(StandardCharsets.UTF_8);
    for (int n = random.nextInt(3); n >= 0; n--) {
      damaged = mutate(damaged, random);
    }
    return damaged;
  }

  private static boolean check(byte[] json) {
    Manifest manifest;
    try {
      manifest = ManifestJson.read(json, "test");
    } catch (ManifestException e) {
      assertThat(e.line()).isPositive();
      assertThat(e.column()).isPositive();
      assertThat(e.reason()).isNotBlank().hasLineCount(1);
      return false;
    } catch (RuntimeException e) {
      throw new AssertionError("failed on " + new String(json, StandardCharsets.UTF_8), e);
    }
    try {
      assertThat(ManifestJson.read(ManifestJson.write(manifest), "again")).isEqualTo(manifest);
    } catch (ManifestException | RuntimeException e) {
      throw new AssertionError("lost " + new String(json, StandardCharsets.UTF_8), e);
    }
    return true;
  }

  private static byte[] mutate(byte[] json, Random random) {
    int at = random.nextInt(json.length);
    int length = Math.min(random.nextInt(12), json.length - at);
    return switch (random.nextInt(5)) {
      case 0 -> splice(json, at, length, new byte[0]);
      case 1 -> splice(json, at, 1, new byte[] {(byte) random.nextInt(256)});
      case 2 -> splice(json, at, 0, token(random));
      case 3 -> replaceValue(json, at, random);
      default -> {
        int from = random.nextInt(json.length - length + 1);
        byte[] copy = new byte[length];
        System.arraycopy(json, from, copy, 0, length);
        yield splice(json, at, 0, copy);
      }
    };
  }

  /// The value after the next colon, so that many documents stay JSON.
  private static byte[] replaceValue(byte[] json, int at, Random random) {
    String text = new String(json, StandardCharsets.ISO_8859_1);
    int colon = text.indexOf(':', at);
    int end = colon;
    while (end >= 0 && end < text.length() && ",}]".indexOf(text.charAt(end)) < 0) {
      end++;
    }
    return colon < 0 ? json : splice(json, colon + 1, end - colon - 1, token(random));
  }

  private static byte[] token(Random random) {
    return TOKENS[random.nextInt(TOKENS.length)].getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] splice(byte[] json, int at, int removed, byte[] added) {
    byte[] result = new byte[json.length - removed + added.length];
    System.arraycopy(json, 0, result, 0, at);
    System.arraycopy(added, 0, result, at, added.length);
    System.arraycopy(json, at + removed, result, at + added.length, json.length - at - removed);
    return result.length == 0 ? new byte[] {'x'} : result;
  }
}
