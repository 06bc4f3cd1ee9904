package io.stage1kvm.pod.seccomp;

import java.util.List;
import java.util.Set;

/// The sets of system calls that isolators name by a wildcard, as far as x86-64 has the calls.
final class SyscallSets {
  /// What Docker allowed in 2016, which rkt took over.
  private static final String DOCKER_WHITELIST =
      """
      accept accept4 access alarm arch_prctl bind brk capget capset chdir chmod chown chroot
      clock_getres clock_gettime clock_nanosleep clone close connect copy_file_range creat dup
      dup2 dup3 epoll_create epoll_create1 epoll_ctl epoll_ctl_old epoll_pwait epoll_wait
      epoll_wait_old eventfd eventfd2 execve execveat exit exit_group faccessat fadvise64
      fallocate fanotify_mark fchdir fchmod fchmodat fchown fchownat fcntl fdatasync fgetxattr
      flistxattr flock fork fremovexattr fsetxattr fstat fstatfs fsync ftruncate futex
      futimesat get_robust_list get_thread_area getcpu getcwd getdents getdents64 getegid
      geteuid getgid getgroups getitimer getpeername getpgid getpgrp getpid getppid
      getpriority getrandom getresgid getresuid getrlimit getrusage getsid getsockname
      getsockopt gettid gettimeofday getuid getxattr inotify_add_watch inotify_init
      inotify_init1 inotify_rm_watch io_cancel io_destroy io_getevents io_setup io_submit
      ioctl ioprio_get ioprio_set kill lchown lgetxattr link linkat listen listxattr
      llistxattr lremovexattr lseek lsetxattr lstat madvise memfd_create mincore mkdir mkdirat
      mknod mknodat mlock mlock2 mlockall mmap modify_ldt mprotect mq_getsetattr mq_notify
      mq_open mq_timedreceive mq_timedsend mq_unlink mremap msgctl msgget msgrcv msgsnd msync
      munlock munlockall munmap nanosleep newfstatat open openat pause personality pipe pipe2
      poll ppoll prctl pread64 preadv prlimit64 pselect6 pwrite64 pwritev read readahead
      readlink readlinkat readv recvfrom recvmmsg recvmsg remap_file_pages removexattr rename
      renameat renameat2 restart_syscall rmdir rt_sigaction rt_sigpending rt_sigprocmask
      rt_sigqueueinfo rt_sigreturn rt_sigsuspend rt_sigtimedwait rt_tgsigqueueinfo
      sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getattr
      sched_getparam sched_getscheduler sched_rr_get_interval sched_setaffinity sched_setattr
      sched_setparam sched_setscheduler sched_yield seccomp select semctl semget semop
      semtimedop sendfile sendmmsg sendmsg sendto set_robust_list set_thread_area
      set_tid_address setfsgid setfsuid setgid setgroups setitimer setpgid setpriority
      setregid setresgid setresuid setreuid setrlimit setsid setsockopt setuid setxattr shmat
      shmctl shmdt shmget shutdown sigaltstack signalfd signalfd4 socket socketpair splice
      stat statfs symlink symlinkat sync sync_file_range syncfs sysinfo syslog tee tgkill time
      timer_create timer_delete timer_getoverrun timer_gettime timer_settime timerfd_create
      timerfd_gettime timerfd_settime times tkill truncate umask uname unlink unlinkat utime
      utimensat utimes vfork vmsplice wait4 waitid write writev
      """;

  /// Calls that came later and that today's C libraries and language runtimes need. None of them
  /// does
  /// what an older call of the list could not do, but io_uring and landlock: their risk is the
  /// kernel's, and the kernel
  /// is the pod's own.
  private static final String SINCE_THEN =
      """
      cachestat clone3 close_range epoll_pwait2 faccessat2 fchmodat2 futex_requeue futex_wait
      futex_waitv futex_wake io_pgetevents io_uring_enter io_uring_register io_uring_setup
      landlock_add_rule landlock_create_ruleset landlock_restrict_self map_shadow_stack
      membarrier mseal openat2 pidfd_open pidfd_send_signal pkey_alloc pkey_free pkey_mprotect
      preadv2 process_madvise process_mrelease pwritev2 rseq statx
      """;

  private static final String DOCKER_BLACKLIST =
      """
      _sysctl acct add_key adjtimex bpf clock_adjtime clock_settime clone create_module
      delete_module finit_module get_kernel_syms get_mempolicy init_module ioperm iopl kcmp
      kexec_file_load kexec_load keyctl lookup_dcookie mbind mount move_pages
      name_to_handle_at nfsservctl open_by_handle_at perf_event_open personality pivot_root
      process_vm_readv process_vm_writev ptrace query_module quotactl reboot request_key
      set_mempolicy setns settimeofday swapoff swapon sysfs umount2 unshare uselib userfaultfd
      ustat
      """;

  /// Names that are no system calls of x86-64, but of other machines: in lists that are written for
  /// all of
  /// them.
  private static final Set<String> ELSEWHERE =
      Set.of(
          split(
              """
              _llseek _newselect arm_fadvise64_64 arm_sync_file_range bdflush break breakpoint
              cacheflush chown32 fadvise64_64 fchown32 fcntl64 fstat64 fstatat64 fstatfs64
              ftime ftruncate64 getegid32 geteuid32 getgid32 getgroups32 getresgid32
              getresuid32 getuid32 gtty idle ipc lchown32 lock lstat64 mmap2 mpx oldfstat
              oldlstat oldumount2 olduname pciconfig_iobase pciconfig_read pciconfig_write
              prof profil recv s390_pci_mmio_read s390_pci_mmio_write send sendfile64 set_tls
              setfsgid32 setfsuid32 setgid32 setgroups32 setregid32 setresgid32 setresuid32
              setreuid32 setuid32 sgetmask signal sigreturn socketcall ssetmask stat64
              statfs64 stime stty sync_file_range2 truncate64 ugetrlimit ulimit umount uname26
              vm86 vm86old waitpid
              """));

  private SyscallSets() {}

  private static String[] split(String names) {
    return names.strip().split("\\s+");
  }

  static boolean isElsewhere(String name) {
    return ELSEWHERE.contains(name);
  }

  /// The names that a wildcard stands for. One that is not known stands for none, as with rkt.
  static List<String> wildcard(String name) {
    String names =
        switch (name) {
          case "@docker/default-whitelist", "@rkt/default-whitelist" ->
              DOCKER_WHITELIST + SINCE_THEN;
          case "@docker/default-blacklist" -> DOCKER_BLACKLIST;
          // rkt leaves these two alone: filtering them by number alone breaks threads.
          case "@rkt/default-blacklist" ->
              DOCKER_BLACKLIST.replaceAll("\\b(clone|personality)\\b", "");
          case "@systemd/clock" ->
              """
                  adjtimex clock_adjtime clock_settime settimeofday
                  """;
          case "@systemd/default-whitelist" ->
              """
                  clock_getres clock_gettime clock_nanosleep execve exit exit_group getrlimit
                  gettimeofday nanosleep pause rt_sigreturn time
                  """;
          case "@systemd/mount" ->
              """
                  chroot mount pivot_root umount2
                  """;
          case "@systemd/network-io" ->
              """
                  accept accept4 bind connect getpeername getsockname getsockopt listen recvfrom
                  recvmmsg recvmsg sendmmsg sendmsg sendto setsockopt shutdown socket socketpair
                  """;
          case "@systemd/obsolete" ->
              """
                  _sysctl afs_syscall create_module epoll_ctl_old epoll_wait_old getpmsg
                  get_kernel_syms nfsservctl putpmsg query_module security sysfs tuxcall uselib
                  ustat vserver
                  """;
          case "@systemd/privileged" ->
              """
                  acct adjtimex bpf capset chown chroot clock_adjtime clock_settime delete_module
                  fchown fchownat finit_module init_module ioperm iopl kexec_file_load kexec_load
                  lchown nfsservctl pivot_root quotactl reboot setdomainname setfsuid setgroups
                  sethostname setresuid setreuid settimeofday setuid swapoff swapon _sysctl
                  vhangup
                  """;
          case "@systemd/process" ->
              """
                  arch_prctl clone execve execveat fork kill prctl setns tgkill tkill unshare
                  vfork
                  """;
          case "@systemd/raw-io" ->
              """
                  ioperm iopl
                  """;
          default -> "";
        };
    return names.isEmpty() ? List.of() : List.of(split(names));
  }
}
