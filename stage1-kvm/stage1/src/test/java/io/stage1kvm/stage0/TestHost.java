package io.stage1kvm.stage0;

import io.stage1kvm.aci.build.AciBuilder;
import io.stage1kvm.aci.build.BuildOptions;
import io.stage1kvm.manifest.App;
import io.stage1kvm.manifest.ImageManifest;
import io.stage1kvm.manifest.ImageManifestBuilder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A data directory, images and the command in a process of its own: the command becomes stage1,
/// which is a shell script here that writes down what it was given.
final class TestHost {
  /// Called by the name of an entrypoint. `run` ends when the file `hold` is gone.
  private static final String STAGE1 =
      """
      #!/bin/sh
      name=${0##*/}
      d=$STAGE0_TEST/$name
      mkdir -p "$d"
      for word in "$0" "$@"; do printf '%s\\n' "$word"; done >"$d/argv"
      tr '\\0' '\\n' </proc/$$/environ >"$d/env"
      pwd -P >"$d/cwd"
      echo $$ >"$d/pid"
      # The other shell redirects, lest this one's descriptors change.
      sh -c 'ls -l /proc/$1/fd >"$2"' sh $$ "$d/fds"
      # Not by a program: while it starts one, the shell blocks signals itself.
      while read -r key value; do
        [ "$key" != SigBlk: ] || echo "$value" >"$d/blocked"
      done </proc/$$/status
      case $name in
      run)
        cat /proc/$$/fdinfo/$RKT_LOCK_FD >"$d/lock"
        for app in stage1/rootfs/opt/stage2/*; do
          cat "$app/rootfs/hello" >>"$d/hello"
          echo changed >"$app/rootfs/hello"
          cat "$STAGE0_TEST/status" >stage1/rootfs/rkt/status/${app##*/}
          mkdir -p stage1-kvm/logs/${app##*/}
          echo "2026-01-01T00:00:00Z stdout F from ${app##*/}" >stage1-kvm/logs/${app##*/}/log
        done
        echo $$ >pid
        ln -s ready stage1/rootfs/rkt/supervisor-status
        while [ -e "$STAGE0_TEST/hold" ]; do sleep 0.05; done ;;
      stop) rm -f "$STAGE0_TEST/hold" ;;
      gc) ls "$(dirname "$0")" >"$d/rootfs" ;;
      esac
      exit "$(cat "$STAGE0_TEST/$name.exit" 2>/dev/null || echo 0)"
      """;

  private final Path home;
  private final Path data;

  TestHost(Path home) throws IOException {
    this.home = home;
    this.data = home.resolve("data");
    Files.createDirectory(home.resolve("dump"));
    Files.writeString(dump("status"), "0\n");
  }

  /// What came of a command.
  record Outcome(int status, String out, String err) {}

  Path home() {
    return home;
  }

  Path data() {
    return data;
  }

  /// A file of the script's: `run/argv`, `status`, `hold`.
  Path dump(String name) {
    return home.resolve("dump").resolve(name);
  }

  String dumped(String name) throws IOException {
    return Files.readString(dump(name)).strip();
  }

  /// Makes a stage1 image with the script as each of these entrypoints.
  Path stage1(String name, String... entrypoints) throws Exception {
    Path rootfs = Files.createDirectories(home.resolve(name + "-tree"));
    Files.createDirectories(rootfs.resolve("rkt/status"));
    Files.createDirectories(rootfs.resolve("etc"));
    ImageManifestBuilder manifest = ImageManifest.builder("example.com/stage1/" + name);
    manifest.annotation("coreos.com/rkt/stage1/interface-version", "6");
    for (String entrypoint : entrypoints) {
      Path program = rootfs.resolve(entrypoint);
      Files.writeString(program, STAGE1);
      Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
      manifest.annotation("coreos.com/rkt/stage1/" + entrypoint, "/" + entrypoint);
    }
    return build(name, manifest.build(), rootfs);
  }

  Path stage1() throws Exception {
    Path existing = home.resolve("stage1.aci");
    return Files.exists(existing) ? existing : stage1("stage1", "run", "enter", "stop", "gc");
  }

  /// Makes an image of an app with the file `hello`.
  Path app(String name) throws Exception {
    ImageManifest manifest =
        ImageManifest.builder("example.com/" + name)
            .label("version", "1.0.0")
            .app(App.builder("/bin/app").build())
            .build();
    return app(name, manifest);
  }

  Path app(String name, ImageManifest manifest) throws Exception {
    Path rootfs = Files.createDirectories(home.resolve(name + "-tree"));
    Files.createDirectories(rootfs.resolve("etc"));
    Files.writeString(rootfs.resolve("hello"), "hello from " + name + "\n");
    return build(name, manifest, rootfs);
  }

  private Path build(String name, ImageManifest manifest, Path rootfs) throws Exception {
    Path image = home.resolve(name + ".aci");
    AciBuilder.fromRootfs(manifest, rootfs).build(image, BuildOptions.defaults());
    return image;
  }

  /// Starts the command; its streams go to files.
  Started start(String... words) throws IOException {
    return start(List.of(), Map.of(), words);
  }

  /// Starts the command by another program, in the locale `C`.
  Started startBy(List<String> program, String... words) throws IOException {
    return start(program, Map.of("LC_ALL", "C"), words);
  }

  private Started start(List<String> front, Map<String, String> variables, String... words)
      throws IOException {
    List<String> command = new ArrayList<>(front);
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "--dir=" + data));
    command.addAll(List.of(words));
    Path out = Files.createTempFile(home, "out", "");
    Path err = Files.createTempFile(home, "err", "");
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(home.toFile())
            .redirectInput(Path.of("/dev/null").toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile());
    builder.environment().put("STAGE0_TEST", home.resolve("dump").toString());
    builder.environment().put("STAGE1_KVM_IMAGE", home.resolve("stage1.aci").toString());
    builder.environment().putAll(variables);
    return new Started(builder.start(), out, err);
  }

  /// Runs the command to its end.
  Outcome run(String... words) throws Exception {
    return start(words).await();
  }

  /// A command on its way.
  record Started(Process process, Path out, Path err) {
    Outcome await() throws Exception {
      if (!process.waitFor(60, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw new AssertionError("the command hangs: " + Files.readString(err));
      }
      return new Outcome(
          process.exitValue(),
          Files.readString(out, StandardCharsets.UTF_8),
          Files.readString(err, StandardCharsets.UTF_8));
    }
  }

  /// Waits for the script to write a file.
  void await(String name) throws Exception {
    for (int i = 0; i < 600 && !Files.exists(dump(name)); i++) {
      Thread.sleep(50);
    }
    if (!Files.exists(dump(name))) {
      throw new AssertionError(name + " was not written");
    }
  }

  /// The UUID of the only pod that there is.
  String uuid() throws Exception {
    List<Pod> pods = new Pods(new DataDirectory(data)).all();
    if (pods.size() != 1) {
      throw new AssertionError("there must be one pod: " + pods);
    }
    return pods.getFirst().uuid();
  }

  /// Leaves nothing mounted, so that the directory can be deleted.
  void clean() throws IOException {
    for (Path target : MountTable.read().below(home.toRealPath())) {
      Overlay.unmount(target);
    }
  }

  List<Path> mounts() throws IOException {
    return MountTable.read().below(home.toRealPath());
  }
}
