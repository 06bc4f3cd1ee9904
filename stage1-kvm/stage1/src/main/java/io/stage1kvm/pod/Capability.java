package io.stage1kvm.pod;

import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The capabilities of Linux; the ordinal is the kernel's number (capability.h).
enum Capability {
  CAP_CHOWN,
  CAP_DAC_OVERRIDE,
  CAP_DAC_READ_SEARCH,
  CAP_FOWNER,
  CAP_FSETID,
  CAP_KILL,
  CAP_SETGID,
  CAP_SETUID,
  CAP_SETPCAP,
  CAP_LINUX_IMMUTABLE,
  CAP_NET_BIND_SERVICE,
  CAP_NET_BROADCAST,
  CAP_NET_ADMIN,
  CAP_NET_RAW,
  CAP_IPC_LOCK,
  CAP_IPC_OWNER,
  CAP_SYS_MODULE,
  CAP_SYS_RAWIO,
  CAP_SYS_CHROOT,
  CAP_SYS_PTRACE,
  CAP_SYS_PACCT,
  CAP_SYS_ADMIN,
  CAP_SYS_BOOT,
  CAP_SYS_NICE,
  CAP_SYS_RESOURCE,
  CAP_SYS_TIME,
  CAP_SYS_TTY_CONFIG,
  CAP_MKNOD,
  CAP_LEASE,
  CAP_AUDIT_WRITE,
  CAP_AUDIT_CONTROL,
  CAP_SETFCAP,
  CAP_MAC_OVERRIDE,
  CAP_MAC_ADMIN,
  CAP_SYSLOG,
  CAP_WAKE_ALARM,
  CAP_BLOCK_SUSPEND,
  CAP_AUDIT_READ,
  CAP_PERFMON,
  CAP_BPF,
  CAP_CHECKPOINT_RESTORE;

  /// What an app has that asks for nothing else.
  static final Set<Capability> DEFAULT =
      Set.copyOf(
          EnumSet.of(
              CAP_AUDIT_WRITE,
              CAP_CHOWN,
              CAP_DAC_OVERRIDE,
              CAP_FSETID,
              CAP_FOWNER,
              CAP_KILL,
              CAP_MKNOD,
              CAP_NET_RAW,
              CAP_NET_BIND_SERVICE,
              CAP_SETUID,
              CAP_SETGID,
              CAP_SETPCAP,
              CAP_SETFCAP,
              CAP_SYS_CHROOT));

  /// All of them.
  static final Set<Capability> ALL = Set.copyOf(EnumSet.allOf(Capability.class));

  static Optional<Capability> of(String name) {
    return List.of(values()).stream().filter(c -> c.name().equals(name)).findFirst();
  }

  /// The kernel's bit mask.
  static long mask(Collection<Capability> capabilities) {
    return capabilities.stream().mapToLong(c -> 1L << c.ordinal()).reduce(0, (a, b) -> a | b);
  }
}
