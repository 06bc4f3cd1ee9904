package io.stage1kvm.pod;

import io.stage1kvm.guest.message.GuestApp;
import io.stage1kvm.guest.message.GuestOp;
import io.stage1kvm.guest.message.GuestProcess;
import io.stage1kvm.guest.message.GuestStdio;
import io.stage1kvm.guest.message.Rlimit;
import io.stage1kvm.manifest.type.AbsolutePath;
import io.stage1kvm.manifest.type.EventHandler;
import io.stage1kvm.manifest.type.EventHandler.Event;
import io.stage1kvm.manifest.type.Exec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.IntSupplier;

/// Compiles one app of a pod into what the guest executes.
final class AppCompiler {
  /// RLIMIT_NOFILE, with what systemd gives a service: programs that use select(2) break above
  /// 1024.
  private static final Rlimit OPEN_FILES = new Rlimit(7, 1024, 524_288);

  private static final int UMASK = 022;

  private final LoadedPod.LoadedApp app;
  private final PlanRequest request;
  private final IntSupplier streams;
  private final Path rootfs;
  private final List<AppStreams> used = new ArrayList<>();

  AppCompiler(LoadedPod pod, LoadedPod.LoadedApp app, PlanRequest request, IntSupplier streams) {
    this.app = app;
    this.request = request;
    this.streams = streams;
    this.rootfs = pod.directory().appRootfs(app.name());
  }

  /// The streams of all processes of the app, known after [#compile].
  List<AppStreams> streams() {
    return List.copyOf(used);
  }

  GuestApp compile(List<AppVolume> volumes) throws PodException {
    List<GuestOp> setup = new AppFileSystem(volumes, request.hidePaths()).ops(files());
    return new GuestApp(
        app.name(),
        GuestPaths.rootfs(app.name()),
        app.runtime().readOnlyRootFS(),
        CgroupLimits.of(app.app().isolators()),
        setup,
        handlers(Event.PRE_START),
        main(),
        handlers(Event.POST_STOP));
  }

  private List<PodFile> files() throws PodException {
    List<PodFile> files = new ArrayList<>(request.files());
    boolean hasHosts = files.stream().anyMatch(f -> f.path().equals("/etc/hosts"));
    if (!hasHosts && !imageHas("/etc/hosts")) {
      request.hostsFallback().ifPresent(files::add);
    }
    return files;
  }

  /// As the app will see it: a link in the image does not lead to a file of the host.
  private boolean imageHas(String path) throws PodException {
    try {
      return Files.exists(RootedPath.resolve(rootfs, path));
    } catch (IOException e) {
      throw PodException.unreadable(rootfs.resolve(path.substring(1)), e);
    }
  }

  private GuestProcess main() throws PodException {
    Identity identity =
        Identity.resolve(
            app.name(),
            rootfs,
            app.app().user().value(),
            app.app().group().value(),
            app.app().supplementaryGIDs(),
            app.image().annotation(PodVolumes.DOCKER).isPresent());
    Privileges privileges =
        Privileges.of(app.name(), app.app().isolators(), identity.uid(), request);
    return process(app.app().exec(), identity, privileges, true, stdio());
  }

  /// Handlers run as root whatever the app runs as.
  private List<GuestProcess> handlers(Event event) throws PodException {
    List<GuestProcess> processes = new ArrayList<>();
    for (EventHandler handler : app.app().eventHandlers()) {
      if (handler.name() == event) {
        processes.add(
            process(
                handler.exec(), new Identity(0, 0, List.of()), Privileges.ALL, false, logged()));
      }
    }
    return processes;
  }

  private GuestProcess process(
      Exec exec, Identity identity, Privileges privileges, boolean main, GuestStdio stdio)
      throws PodException {
    String directory = app.app().workingDirectory().map(AbsolutePath::value).orElse("/");
    String path =
        Binary.find(
            app.name(),
            rootfs,
            exec.args().getFirst(),
            directory,
            app.app().environment().get("PATH"));
    List<String> argv = new ArrayList<>(exec.args());
    argv.set(0, path);
    used.add(new AppStreams(app.name(), main, stdio));
    return new GuestProcess(
        path,
        argv,
        environment(stdio),
        directory,
        identity.uid(),
        identity.gid(),
        identity.groups(),
        UMASK,
        privileges.bounding(),
        privileges.noNewPrivileges(),
        privileges.seccomp(),
        privileges.oomScoreAdj(),
        List.of(OPEN_FILES),
        stdio);
  }

  private List<String> environment(GuestStdio stdio) {
    Optional<String> term =
        stdio instanceof GuestStdio.Tty
            ? request.terminal().map(PlanRequest.Window::term)
            : Optional.empty();
    return AppEnvironment.of(app.name(), app.app().environment(), term);
  }

  private GuestStdio stdio() {
    if (!request.interactive()) {
      return logged();
    }
    if (request.terminal().isPresent()) {
      PlanRequest.Window window = request.terminal().get();
      return new GuestStdio.Tty(streams.getAsInt(), window.rows(), window.cols());
    }
    return new GuestStdio.Pipes(streams.getAsInt(), streams.getAsInt(), streams.getAsInt());
  }

  private GuestStdio logged() {
    return new GuestStdio.Pipes(GuestStdio.NO_STREAM, streams.getAsInt(), streams.getAsInt());
  }
}
