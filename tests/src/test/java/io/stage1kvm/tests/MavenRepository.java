package io.stage1kvm.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The project's artifacts as a user of them has them: installed in a local repository of its own.
/// Everything else comes from the local repository of this build, so that no network is asked.
final class MavenRepository {
  private static final String VERSION = System.getProperty("aci.version");

  /// The artifacts that the goal consists of, and where they are built.
  private static final Map<String, String> ARTIFACTS =
      Map.of(
          "stage1-kvm-parent", "",
          "image-manifest", "image-manifest",
          "native", "stage1-kvm/native",
          "aci-builder", "aci-builder",
          "aci-maven-plugin", "aci-maven-plugin");

  private final Path local;
  private final Path settings;

  private MavenRepository(Path local, Path settings) {
    this.local = local;
    this.settings = settings;
  }

  static MavenRepository install(Path directory) throws IOException {
    Path top = Path.of("..").toRealPath();
    Path local = directory.resolve("repository");
    for (Map.Entry<String, String> artifact : ARTIFACTS.entrySet()) {
      String file = artifact.getKey() + "-" + VERSION;
      Path built = top.resolve(artifact.getValue());
      Path target =
          Files.createDirectories(
              local.resolve("io/stage1kvm").resolve(artifact.getKey()).resolve(VERSION));
      Files.copy(built.resolve("pom.xml"), target.resolve(file + ".pom"));
      if (!artifact.getValue().isEmpty()) {
        Path jar = built.resolve("target").resolve(file + ".jar");
        if (!Files.exists(jar)) {
          throw new AssertionError(
              "cannot install '%s': it is not there%nhint: mvn package".formatted(jar));
        }
        Files.copy(jar, target.resolve(file + ".jar"));
      }
    }
    Path settings =
        Files.writeString(
            directory.resolve("settings.xml"),
            """
            <settings>
              <mirrors>
                <mirror>
                  <id>build</id>
                  <mirrorOf>*</mirrorOf>
                  <url>%s</url>
                </mirror>
              </mirrors>
            </settings>
            """
                .formatted(ofBuild().toUri()));
    return new MavenRepository(local, settings);
  }

  /// Surefire tells its tests which one it uses.
  private static Path ofBuild() {
    return Optional.ofNullable(System.getProperty("localRepository"))
        .map(Path::of)
        .orElse(Path.of(System.getProperty("user.home"), ".m2/repository"));
  }

  /// Maven, as a user calls it.
  Command mvn(String... words) {
    List<String> plugins = List.of("resources", "compiler", "surefire", "jar");
    Command command =
        Command.of(Tools.require("mvn", "maven"), "-B", "-ntp", "-s", settings.toString())
            .with("-Dmaven.repo.local=" + local, "-Daci.version=" + VERSION);
    for (String plugin : plugins) {
      String property = "plugin." + plugin + ".version";
      command = command.with("-D" + property + "=" + System.getProperty(property));
    }
    return command.with(words);
  }
}
