package io.stage1kvm.tests;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The stage1 image as a file that others get.
final class ImageTest {
  @RegisterExtension static final PodHost HOST = new PodHost();

  private static final long LARGEST = 70_000_000;
  private static final String PREFIX = "coreos.com/rkt/stage1/";

  @Test
  void isAValidImageOfBoundedSize() throws IOException {
    assertThat(Files.size(Dist.stage1())).isLessThanOrEqualTo(LARGEST);
    Outcome outcome = Dist.aci("validate", Dist.stage1().toString()).run().expect(0);
    assertThat(outcome.out()).isEqualTo(Dist.stage1() + ": valid\n");
  }

  @Test
  void hasANameAndAnEntrypointForEachDuty() throws IOException {
    Path target = HOST.directory().resolve("entrypoints");
    JsonObject manifest = extract(target);
    assertThat(manifest.get("name").getAsString()).startsWith("coreos.com/rkt/stage1");
    Map<String, String> annotations = pairs(manifest, "annotations");
    assertThat(annotations).containsEntry(PREFIX + "interface-version", "6");
    for (String entrypoint : List.of("run", "enter", "stop", "gc")) {
      assertThat(annotations).containsKey(PREFIX + entrypoint);
      Path program = target.resolve("rootfs" + annotations.get(PREFIX + entrypoint));
      assertThat(program).isExecutable();
    }
    assertThat(pairs(manifest, "labels"))
        .containsEntry("os", "linux")
        .containsEntry("arch", "amd64")
        .containsKey("version");
    assertThat(target.resolve("rootfs/rkt/status")).isEmptyDirectory();
  }

  @Test
  void doesNotKnowWhereItWasBuilt() throws IOException {
    Path target = HOST.directory().resolve("built");
    extract(target);
    String built = Dist.stage1().getParent().getParent().toRealPath().toString();
    Outcome found = Command.of("grep", "-rlaF", "--", built + "/", target.toString()).run();
    assertThat(found.out()).as("files that hold " + built).isEmpty();
    found.expect(1);
  }

  @Test
  void runsFromWhereverItWasMoved() throws IOException {
    Path moved = HOST.directory().resolve("else where");
    Path dist = Dist.stage1().getParent();
    Command.of("cp", "-a", dist.toString(), moved.toString()).run().expect(0);
    Command run =
        Command.of(moved.resolve("bin/stage1-kvm").toString(), "--dir=" + HOST.data(), "run")
            .with("--net=none", HOST.images().shell().toString(), "--", "-c", "echo moved");
    assertThat(run.run().expect(0).lines("shell")).containsExactly("moved");
  }

  private static JsonObject extract(Path target) {
    Dist.aci("extract", Dist.stage1().toString(), target.toString()).run().expect(0);
    String json = Dist.aci("cat-manifest", Dist.stage1().toString()).run().expect(0).out();
    return JsonParser.parseString(json).getAsJsonObject();
  }

  private static Map<String, String> pairs(JsonObject manifest, String field) {
    Map<String, String> pairs = new HashMap<>();
    for (JsonElement element : manifest.getAsJsonArray(field)) {
      JsonObject pair = element.getAsJsonObject();
      pairs.put(pair.get("name").getAsString(), pair.get("value").getAsString());
    }
    return pairs;
  }
}
