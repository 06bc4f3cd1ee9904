package io.stage1kvm.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Somebody else's project builds an image with the goal: a real Maven, the artifacts as they are
/// installed, no network.
final class MavenGoalTest {
  @TempDir private static Path dir;
  private static MavenRepository repository;

  @BeforeAll
  static void install() throws IOException {
    repository = MavenRepository.install(dir);
  }

  private static Path project(String name) throws Exception {
    Path sample = Path.of(MavenGoalTest.class.getResource("/maven/pom.xml").toURI()).getParent();
    Path copy = dir.resolve(name);
    Command.of("cp", "-r", sample.toString(), copy.toString()).run().expect(0);
    Files.setLastModifiedTime(
        copy.resolve("src/main/resources/etc/greeter.conf"), FileTime.fromMillis(name.length()));
    return copy;
  }

  private static Outcome build(Path project, String... more) {
    return repository
        .mvn("-f", project.resolve("pom.xml").toString(), "package")
        .with(more)
        .within(Duration.ofMinutes(5))
        .run();
  }

  private static String jdk() {
    return "-Daci.jdk=" + Dist.stage1().resolveSibling("lib/stage1-kvm/runtime");
  }

  @Test
  void buildsTheSameValidImageAnywhere() throws Exception {
    Path one = project("one");
    Path image = one.resolve("target/greeter-2.1.aci");
    Outcome outcome = build(one, jdk()).expect(0);
    String id = Dist.aci("id", image.toString()).run().expect(0).out().strip();
    assertThat(outcome.out()).contains("built " + image + ": " + id);
    Dist.aci("validate", image.toString()).run().expect(0);
    assertThat(Dist.aci("cat-manifest", image.toString()).run().expect(0).out())
        .contains(
            "\"name\":\"example.com/greeter\"",
            "{\"name\":\"version\",\"value\":\"2.1\"}",
            "\"exec\":[\"/usr/bin/java\",\"com.example.Greeter\"]",
            "\"user\":\"1000\"");
    assertThat(Dist.aci("ls", image.toString()).run().expect(0).out().lines())
        .contains("rootfs/com/example/Greeter.class", "rootfs/etc/greeter.conf");

    Path other = project("quite-another-place");
    build(other, jdk()).expect(0);
    assertThat(other.resolve("target/greeter-2.1.aci")).hasSameBinaryContentAs(image);
  }

  @Test
  void failsTheBuildWithWhatTheCommandSays() throws Exception {
    Path project = project("failing");
    Path pom = project.resolve("pom.xml");
    String text = Files.readString(pom);
    Files.writeString(pom, text.replace("example.com/greeter", "Not A Name"));
    assertThat(build(project, jdk()).expect(1).out())
        .contains("BUILD FAILURE", "AC identifier 'Not A Name' must ");
    Files.writeString(pom, text.replace("</rootfs>", "</rootfs><layout>x</layout>"));
    assertThat(build(project, jdk()).expect(1).out()).contains("give either rootfs or layout");
    assertThat(project.resolve("target/greeter-2.1.aci")).doesNotExist();
  }
}
