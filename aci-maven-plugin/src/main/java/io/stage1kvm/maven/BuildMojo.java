package io.stage1kvm.maven;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.inject.Inject;
import org.apache.maven.artifact.Artifact;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.LifecyclePhase;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.MavenProjectHelper;
import org.apache.maven.toolchain.Toolchain;
import org.apache.maven.toolchain.ToolchainManager;

/** Builds an App Container Image and attaches it to the project. */
@Mojo(name = "build", defaultPhase = LifecyclePhase.PACKAGE, threadSafe = true)
public final class BuildMojo extends AbstractMojo {
  private static final int OLDEST_JAVA = 25;

  /** Name of the image, if it is built of a rootfs. */
  @Parameter(property = "aci.name")
  private String name;

  /** What the app executes, one argument each. */
  @Parameter private List<String> exec = List.of();

  /** Labels of the image, beside os and arch. */
  @Parameter private Map<String, String> labels = Map.of();

  /** User that the app runs as. */
  @Parameter(defaultValue = "0")
  private String user;

  /** Group that the app runs as. */
  @Parameter(defaultValue = "0")
  private String group;

  /** Directory with the image's files. */
  @Parameter(property = "aci.rootfs")
  private File rootfs;

  /** Directory with "manifest" and "rootfs", in place of a name and a rootfs. */
  @Parameter(property = "aci.layout")
  private File layout;

  /** The image file. */
  @Parameter(defaultValue = "${project.build.directory}/${project.build.finalName}.aci")
  private File output;

  /** One of gzip, xz, bzip2, none. */
  @Parameter(property = "aci.compression", defaultValue = "gzip")
  private String compression;

  /** No time in the image is later; ISO 8601 or seconds since 1970. */
  @Parameter(defaultValue = "${project.build.outputTimestamp}")
  private String timestamp;

  /** Whether everything in the image belongs to 0:0, whoever builds it. */
  @Parameter(property = "aci.ownerRoot", defaultValue = "true")
  private boolean ownerRoot;

  /** Whether the image is installed and deployed with the project. */
  @Parameter(property = "aci.attach", defaultValue = "true")
  private boolean attach;

  /** Classifier of the attached image. */
  @Parameter private String classifier;

  /** Directory of the JDK that runs the command, in place of one that Maven knows. */
  @Parameter(property = "aci.jdk")
  private File jdk;

  @Parameter(defaultValue = "${project}", readonly = true, required = true)
  private MavenProject project;

  @Parameter(defaultValue = "${session}", readonly = true, required = true)
  private MavenSession session;

  @Parameter(defaultValue = "${plugin.artifacts}", readonly = true, required = true)
  private List<Artifact> artifacts;

  private final MavenProjectHelper helper;
  private final ToolchainManager toolchains;

  @Inject
  public BuildMojo(MavenProjectHelper helper, ToolchainManager toolchains) {
    this.helper = helper;
    this.toolchains = toolchains;
  }

  @Override
  public void execute() throws MojoExecutionException, MojoFailureException {
    List<String> arguments;
    try {
      arguments = arguments().toList();
    } catch (IllegalArgumentException e) {
      throw new MojoFailureException(e.getMessage(), e);
    }
    try {
      Files.createDirectories(output.toPath().toAbsolutePath().getParent());
      List<Path> classPath = artifacts.stream().map(a -> a.getFile().toPath()).toList();
      String id = new AciProcess(java(), classPath).run(arguments);
      getLog().info("built " + output + ": " + id);
    } catch (IOException e) {
      throw new MojoExecutionException(e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new MojoExecutionException("interrupted", e);
    }
    if (attach) {
      helper.attachArtifact(project, "aci", classifier, output);
    }
  }

  private BuildArguments arguments() {
    return new BuildArguments(
        name,
        exec,
        labels,
        user,
        group,
        rootfs == null ? null : rootfs.toPath(),
        layout == null ? null : layout.toPath(),
        output.toPath(),
        compression,
        timestamp,
        ownerRoot);
  }

  /// A JDK of toolchains.xml, else Maven's own if it is new enough, else the one that the build
  /// has selected.
  private Path java() throws MojoExecutionException {
    if (jdk != null) {
      return jdk.toPath().resolve("bin").resolve("java");
    }
    List<Toolchain> known =
        toolchains.getToolchains(session, "jdk", Map.of("version", "[" + OLDEST_JAVA + ",)"));
    if (!known.isEmpty() && known.get(0).findTool("java") != null) {
      return Path.of(known.get(0).findTool("java"));
    }
    if (Runtime.version().feature() >= OLDEST_JAVA) {
      return Path.of(System.getProperty("java.home"), "bin", "java");
    }
    Toolchain chosen = toolchains.getToolchainFromBuildContext("jdk", session);
    String java = chosen == null ? null : chosen.findTool("java");
    if (java == null) {
      throw new MojoExecutionException(
          "there is no JDK %d or newer\nhint: add one to toolchains.xml, or name it with -Daci.jdk=DIR"
              .formatted(OLDEST_JAVA));
    }
    return Path.of(java);
  }
}
