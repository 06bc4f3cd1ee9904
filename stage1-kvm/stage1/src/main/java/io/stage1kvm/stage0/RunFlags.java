package io.stage1kvm.stage0;

import io.stage1kvm.stage0.flag.Flag;
import io.stage1kvm.stage0.flag.FlagSet;

/// The flags of `run`, with the names they have in rkt.
final class RunFlags {
  private static final Flag MOUNT =
      Flag.value("mount", "volume=NAME,target=PATH", "mount a volume into the app (or all apps)");

  /// Flags of the pod: in front of the first image.
  static final FlagSet POD =
      FlagSet.of(
          Flag.value("volume", "NAME,kind=host,source=PATH", "volume of the pod, or kind=empty"),
          MOUNT,
          Flag.value("set-env", "KEY=VALUE", "environment variable for all apps"),
          Flag.value("set-env-file", "FILE", "file of KEY=VALUE lines for all apps"),
          Flag.toggle("inherit-env", "give the apps the variables of this environment too"),
          Flag.toggle("interactive", "connect the terminal to the one app"),
          Flag.value("hostname", "NAME", "the pod's hostname (default rkt-UUID)"),
          Flag.optional("net", "default", "networks of the pod: NAME[:ARGS],..."),
          Flag.value("port", "NAME:[IP:]PORT", "port of an app to expose on the host"),
          Flag.value("dns", "IP|host|none", "name servers for resolv.conf"),
          Flag.value("dns-search", "DOMAIN", "search domains for resolv.conf"),
          Flag.value("dns-opt", "OPTION", "options for resolv.conf"),
          Flag.value("dns-domain", "DOMAIN", "domain for resolv.conf"),
          Flag.value("hosts-entry", "IP=NAME|host", "entries for the pod's hosts file"),
          Flag.value("ipc", "MODE", "auto, private or parent"),
          Flag.toggle("no-overlay", "copy the images instead of mounting overlays"),
          Flag.value("pod-manifest", "FILE", "use this pod manifest; images only provide trees"),
          Flag.value(
              "stage1-path", "ACI", "the stage1 image (default: the one beside this command)"),
          Flag.value("hypervisor", "NAME", "auto, kvm or qemu"),
          Flag.value("uuid-file-save", "FILE", "write the pod's UUID to this file"));

  /// Flags of an app: behind its image.
  static final FlagSet APP =
      FlagSet.of(
          Flag.value("exec", "PATH", "the program to execute instead of the image's"),
          Flag.value("name", "NAME", "the app's name (default: end of the image's name)"),
          MOUNT,
          Flag.value("environment", "KEY=VALUE", "environment variable for this app"),
          Flag.value("user", "USER", "user name, number or path whose owner it is"),
          Flag.value("group", "GROUP", "group name, number or path whose group it is"),
          Flag.value("supplementary-gids", "GID,...", "supplementary group numbers"),
          Flag.value("working-dir", "PATH", "working directory"),
          Flag.toggle("readonly-rootfs", "mount the app's root file system read-only"),
          Flag.value("cpu", "QUANTITY", "CPU limit, such as 500m or 2"),
          Flag.value("memory", "QUANTITY", "memory limit, such as 64Mi or 1G"),
          Flag.value("cpu-shares", "NUMBER", "weight when CPU time is scarce"),
          Flag.value("oom-score-adj", "NUMBER", "which app to kill first when memory is scarce"),
          Flag.value("caps-retain", "CAP,...", "keep only these capabilities"),
          Flag.value("caps-remove", "CAP,...", "remove these capabilities"),
          Flag.value("seccomp", "mode=retain|remove,...", "filter of system calls"),
          Flag.value("user-annotation", "KEY=VALUE", "annotation of this app"),
          Flag.value("user-label", "KEY=VALUE", "label of this app"));

  private RunFlags() {}
}
