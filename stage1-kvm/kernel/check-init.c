// PID 1 of the machine that `check` boots: looks at what the kernel offers, prints it, ends the machine.
// One line per finding, "ok NAME" or "lack NAME: reason"; times as "entry SECONDS" and "clock SECONDS".
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/bpf.h>
#include <linux/filter.h>
#include <linux/io_uring.h>
#include <linux/membarrier.h>
#include <linux/netlink.h>
#include <linux/seccomp.h>
#include <linux/userfaultfd.h>
#include <mqueue.h>
#include <net/if.h>
#include <netinet/in.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/fanotify.h>
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/klog.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/reboot.h>
#include <sys/shm.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/timerfd.h>
#include <sys/wait.h>
#include <sys/xattr.h>
#include <time.h>
#include <unistd.h>

static void report(const char *name, bool good) {
  if (good) {
    printf("ok %s\n", name);
  } else {
    printf("lack %s: %s\n", name, strerror(errno));
  }
}

static char *text_of(const char *path) {
  static char text[1 << 16];
  int fd = open(path, O_RDONLY | O_CLOEXEC);
  ssize_t size = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
  if (fd >= 0) {
    close(fd);
  }
  text[size < 0 ? 0 : size] = 0;
  return text;
}

static void report_words(const char *path, const char *const *words) {
  const char *text = text_of(path);
  for (; *words; words++) {
    bool found = false;
    size_t length = strlen(*words);
    for (const char *at = text; (at = strstr(at, *words)) != NULL; at += length) {
      bool begins = at == text || strchr(" \t\n", at[-1]) != NULL;
      found = found || (begins && strchr(" \t\n", at[length]) != NULL);
    }
    errno = ENOENT;
    report(*words, found);
  }
}

static bool mounts(const char *type, const char *at, const char *options) {
  return (mkdir(at, 0755) == 0 || errno == EEXIST) && mount(type, at, type, 0, options) == 0;
}

static bool try_in_child(int (*action)(void)) {
  pid_t child = fork();
  if (child == 0) {
    _exit(action() == 0 ? 0 : errno);
  }
  int status = 0;
  if (child < 0 || waitpid(child, &status, 0) != child) {
    return false;
  }
  errno = WIFEXITED(status) ? WEXITSTATUS(status) : EINTR;
  return errno == 0;
}

static int all_namespaces(void) {
  return unshare(CLONE_NEWUSER | CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWNET | CLONE_NEWIPC | CLONE_NEWUTS |
                 CLONE_NEWCGROUP | CLONE_NEWTIME);
}

static int seccomp_filter(void) {
  struct sock_filter allow[] = {BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW)};
  struct sock_fprog program = {.len = 1, .filter = allow};
  return prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0
             ? -1
             : (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program);
}

static bool loads_cgroup_bpf(void) {
  struct bpf_insn allow[] = {{.code = BPF_ALU64 | BPF_MOV | BPF_K, .dst_reg = BPF_REG_0, .imm = 1},
                             {.code = BPF_JMP | BPF_EXIT}};
  union bpf_attr load = {.prog_type = BPF_PROG_TYPE_CGROUP_DEVICE, .insn_cnt = 2};
  load.insns = (__u64)(unsigned long)allow;
  load.license = (__u64)(unsigned long)"GPL";
  int program = (int)syscall(SYS_bpf, BPF_PROG_LOAD, &load, sizeof load);
  int group = open("/cgroup", O_RDONLY | O_DIRECTORY);
  union bpf_attr attach = {.attach_type = BPF_CGROUP_DEVICE};
  attach.target_fd = (__u32)group;
  attach.attach_bpf_fd = (__u32)program;
  return program >= 0 && group >= 0 && syscall(SYS_bpf, BPF_PROG_ATTACH, &attach, sizeof attach) == 0;
}

static bool creates_link(const char *kind) {
  struct {
    struct nlmsghdr header;
    struct {
      unsigned char family, pad;
      unsigned short type;
      int index;
      unsigned flags, change;
    } link;
    struct {
      unsigned short length, type, inner_length, inner_type;
      char kind[16];
    } info;
  } request = {.header = {.nlmsg_type = 16, .nlmsg_flags = NLM_F_REQUEST | NLM_F_ACK | 0x600}};
  size_t size = strlen(kind) + 1;
  request.info.inner_type = 1;
  request.info.inner_length = (unsigned short)(4 + size);
  request.info.type = 18;
  request.info.length = (unsigned short)(8 + ((size + 3) & ~3UL));
  memcpy(request.info.kind, kind, size);
  request.header.nlmsg_len = (unsigned)(sizeof request.header + sizeof request.link) + request.info.length;
  int fd = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_ROUTE);
  struct {
    struct nlmsghdr header;
    struct nlmsgerr error;
    char rest[512];
  } answer;
  if (fd < 0 || send(fd, &request, request.header.nlmsg_len, 0) < 0 || recv(fd, &answer, sizeof answer, 0) < 0) {
    return false;
  }
  close(fd);
  errno = -answer.error.error;
  return errno == 0;
}

static void report_file_systems(void) {
  report("proc", mounts("proc", "/proc", ""));
  report("sysfs", mounts("sysfs", "/sys", ""));
  report("devtmpfs", mounts("devtmpfs", "/dev", ""));
  report("devpts", mounts("devpts", "/dev/pts", "ptmxmode=0666"));
  report("mqueue", mounts("mqueue", "/dev/mqueue", ""));
  report("hugetlbfs", mounts("hugetlbfs", "/huge", ""));
  report("tmpfs", mounts("tmpfs", "/tmp", "mode=1777"));
  report("binfmt_misc", mounts("binfmt_misc", "/proc/sys/fs/binfmt_misc", ""));
  bool made = mkdir("/tmp/lower", 0755) == 0 && mkdir("/tmp/upper", 0755) == 0 && mkdir("/tmp/work", 0755) == 0;
  report("overlay", made && mounts("overlay", "/merged", "lowerdir=/tmp/lower,upperdir=/tmp/upper,workdir=/tmp/work"));
  report("tmpfs user xattr", setxattr("/tmp/lower", "user.a", "b", 1, 0) == 0);
  // version 2, one entry for each of owner, group, others
  static const unsigned char acl[] = {2, 0, 0, 0, 1,    0,    7,    0,    0xff, 0xff, 0xff, 0xff, 4,    0,
                                      5, 0, 0xff, 0xff, 0xff, 0xff, 0x20, 0,    5,    0,    0xff, 0xff, 0xff, 0xff};
  report("tmpfs acl", setxattr("/tmp/lower", "system.posix_acl_access", acl, sizeof acl, 0) == 0);
  static const char *const types[] = {"virtiofs", "fuse", "ext4", "ext3", "ext2", NULL};
  report_words("/proc/filesystems", types);
}

static bool set(const char *path, const char *value) {
  int fd = open(path, O_WRONLY | O_CLOEXEC);
  bool good = fd >= 0 && write(fd, value, strlen(value)) == (ssize_t)strlen(value);
  if (fd >= 0) {
    close(fd);
  }
  return good;
}

// Forks and sleeps until it is killed, so that the scheduler is at work on every processor
static void keep_scheduler_busy(void) {
  for (;;) {
    pid_t child = fork();
    if (child == 0) {
      _exit(0);
    }
    waitpid(child, NULL, 0);
    usleep(50);
  }
}

// The first limit switches code on in the scheduler, the last one going switches it off: a kernel that rewrites its
// text for that dies of it on emulated processors
static bool switches_limits_under_load(void) {
  pid_t busy[3];
  bool good = true;
  for (int i = 0; i < 3; i++) {
    busy[i] = fork();
    if (busy[i] == 0) {
      keep_scheduler_busy();
    }
  }
  for (int i = 0; good && i < 2000; i++) {
    good = set("/cgroup/a/cpu.max", "20000 100000") && set("/cgroup/a/cpu.max", "max");
  }
  int error = errno;
  for (int i = 0; i < 3; i++) {
    kill(busy[i], SIGKILL);
    waitpid(busy[i], NULL, 0);
  }
  errno = error;
  return good;
}

static void report_control_groups(void) {
  report("cgroup2", mounts("cgroup2", "/cgroup", ""));
  static const char *const controllers[] = {"cpu", "cpuset", "memory", "pids", "io", "hugetlb", NULL};
  report_words("/cgroup/cgroup.controllers", controllers);
  report("group", mkdir("/cgroup/a", 0755) == 0);
  int fd = open("/cgroup/cgroup.subtree_control", O_WRONLY);
  report("delegation", fd >= 0 && write(fd, "+cpu +memory +io", 16) == 16);
  report("cpu.max", access("/cgroup/a/cpu.max", W_OK) == 0);
  report("limits switched under load", switches_limits_under_load());
  report("memory.max", access("/cgroup/a/memory.max", W_OK) == 0);
  report("io.max", access("/cgroup/a/io.max", W_OK) == 0);
  report("cgroup bpf", loads_cgroup_bpf());
}

// getpid by the 32 bit system call gate; without it the child dies by SIGSEGV
static int call_32_bit(void) {
  long result;
  __asm__ volatile("int $0x80" : "=a"(result) : "a"(20L) : "memory", "r8", "r9", "r10", "r11");
  errno = ENOSYS;
  return result == getpid() ? 0 : -1;
}

static void report_calls(void) {
  sigset_t none;
  sigemptyset(&none);
  struct io_uring_params ring = {0};
  timer_t timer;
  unsigned context[2] = {0};
  struct sched_param normal = {0};
  union {
    struct file_handle handle;
    char space[256];
  } file = {.handle.handle_bytes = 128};
  int mount_id;
  report("namespaces", try_in_child(all_namespaces));
  report("seccomp filter", try_in_child(seccomp_filter));
  report("epoll", epoll_create1(0) >= 0);
  report("eventfd", eventfd(0, 0) >= 0);
  report("signalfd", signalfd(-1, &none, 0) >= 0);
  report("timerfd", timerfd_create(CLOCK_BOOTTIME, 0) >= 0);
  report("inotify", inotify_init1(0) >= 0);
  report("fanotify", fanotify_init(FAN_CLASS_CONTENT, O_RDONLY) >= 0);
  report("memfd", memfd_create("a", MFD_ALLOW_SEALING) >= 0);
  report("userfaultfd", syscall(SYS_userfaultfd, O_CLOEXEC) >= 0);
  report("io_uring", syscall(SYS_io_uring_setup, 4, &ring) >= 0);
  report("aio", syscall(SYS_io_setup, 1, context) == 0);
  report("posix timer", timer_create(CLOCK_MONOTONIC, NULL, &timer) == 0);
  report("membarrier", syscall(SYS_membarrier, MEMBARRIER_CMD_QUERY, 0, 0) > 0);
  report("scheduler", sched_setscheduler(0, SCHED_BATCH, &normal) == 0);
  // a registration that glibc made already is refused as busy, one without support as unknown
  report("rseq", syscall(SYS_rseq, NULL, 0, 0, 0) == 0 || errno != ENOSYS);
  report("32 bit calls", try_in_child(call_32_bit));
  report("keyring", syscall(SYS_keyctl, 0, -3, 1) >= 0);
  report("kcmp", syscall(SYS_kcmp, getpid(), getpid(), 1, 0, 0) == 0);
  report("sysv shm", shmget(IPC_PRIVATE, 4096, IPC_CREAT | 0600) >= 0);
  report("posix queue", mq_open("/a", O_CREAT | O_RDWR, 0600, NULL) >= 0);
  report("file handle", name_to_handle_at(AT_FDCWD, "/tmp", &file.handle, &mount_id, 0) == 0);
  report("huge page mapping", madvise(mmap(NULL, 4 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0),
                                      4 << 20, MADV_HUGEPAGE) == 0);
  int terminal = posix_openpt(O_RDWR | O_NOCTTY);
  report("pseudo terminal", terminal >= 0 && grantpt(terminal) == 0 && unlockpt(terminal) == 0);
}

static void report_network(void) {
  struct ifreq tap = {.ifr_flags = 0x1002, .ifr_name = "tap0"};
  report("unix", socket(AF_UNIX, SOCK_SEQPACKET, 0) >= 0);
  report("ipv4", socket(AF_INET, SOCK_STREAM, 0) >= 0);
  report("ipv6", socket(AF_INET6, SOCK_STREAM, 0) >= 0);
  report("packet", socket(AF_PACKET, SOCK_RAW, 0) >= 0);
  report("netfilter netlink", socket(AF_NETLINK, SOCK_RAW, NETLINK_NETFILTER) >= 0);
  report("diagnosis netlink", socket(AF_NETLINK, SOCK_RAW, NETLINK_SOCK_DIAG) >= 0);
  report("tun", ioctl(open("/dev/net/tun", O_RDWR), 0x400454caUL, &tap) == 0);
  report("veth", creates_link("veth"));
  report("bridge", creates_link("bridge"));
  report("dummy", creates_link("dummy"));
}

static void report_devices(void) {
  report("balloon driver", access("/sys/bus/virtio/drivers/virtio_balloon", F_OK) == 0);
  report("block driver", access("/sys/bus/virtio/drivers/virtio_blk", F_OK) == 0);
  report("network driver", access("/sys/bus/virtio/drivers/virtio_net", F_OK) == 0);
  report("entropy driver", access("/sys/bus/virtio/drivers/virtio_rng", F_OK) == 0);
  report("file system driver", access("/sys/bus/virtio/drivers/virtiofs", F_OK) == 0);
}

static void report_times(void) {
  static char log[1 << 20];
  int size = klogctl(3, log, sizeof log - 1);
  log[size < 0 ? 0 : size] = 0;
  char *line = strstr(log, "Run /init as init process");
  while (line && line > log && line[-1] != '\n') {
    line--;
  }
  char *bracket = line ? strchr(line, '[') : NULL;
  printf("entry %f\n", bracket ? atof(bracket + 1) : -1.0);
  printf("clock %lld\n", (long long)time(NULL));
}

int main(void) {
  const char *mode = getenv("check");
  if (mode && strcmp(mode, "panic") == 0) {
    return 1;
  }
  setvbuf(stdout, NULL, _IOLBF, 0);
  report_times();
  if (mode && strcmp(mode, "features") == 0) {
    report_file_systems();
    report_control_groups();
    report_calls();
    report_network();
    report_devices();
  }
  puts("end");
  fflush(stdout);
  reboot(RB_AUTOBOOT);
  return 1;
}
