package io.stage1kvm.guest.message;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// One app of a pod.
///
/// @param name AC name, unique in the pod
/// @param root where the guest finds the app's root file system, for example
/// `/share/apps/redis/rootfs`
/// @param readOnlyRoot whether the root is made read-only after `setup`
/// @param cgroup files of the app's cgroup, written in order
/// @param setup operations with paths inside the app's root, carried out in order
/// @param preStart processes that run one after the other before `main`; one that fails fails the
/// app
/// @param main the app itself
/// @param postStop processes that run one after the other when `main` has ended
public record GuestApp(
    String name,
    String root,
    boolean readOnlyRoot,
    List<CgroupSetting> cgroup,
    List<GuestOp> setup,
    List<GuestProcess> preStart,
    GuestProcess main,
    List<GuestProcess> postStop) {
  public GuestApp {
    Check.appName("app name", name);
    Check.absolute("root", root);
    cgroup = List.copyOf(cgroup);
    setup = List.copyOf(setup);
    preStart = List.copyOf(preStart);
    postStop = List.copyOf(postStop);
    Set<Integer> seen = new HashSet<>();
    Stream.of(preStart, List.of(main), postStop)
        .flatMap(List::stream)
        .flatMap(process -> process.stdio().streams().stream())
        .forEach(stream -> checkFirst(seen.add(stream), stream));
  }

  private static void checkFirst(boolean first, int stream) {
    if (!first) {
      throw Check.broken("stream", Integer.toString(stream), "appear once in an app");
    }
  }

  /// All processes in the order of their life: pre-start handlers, main, post-stop handlers.
  public List<GuestProcess> processes() {
    return Stream.of(preStart, List.of(main), postStop).flatMap(List::stream).toList();
  }

  /// The numbers of all streams of all processes.
  public List<Integer> streams() {
    return processes().stream().flatMap(process -> process.stdio().streams().stream()).toList();
  }
}
