#include "guest.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../src/cgroup.h"
#include "../src/session.h"
#include "check.h"

static char cgroup_base[300];  // of the last guest

static void must(int result, const char *what) {
    if (result < 0) {
        printf("guest: %s: %s\n", what, strerror(errno));
        exit(2);
    }
}

// Where this machine has cgroup v2.
static const char *hierarchy(void) {
    static const char *const PLACES[] = {"/sys/fs/cgroup", "/sys/fs/cgroup/unified"};
    for (size_t i = 0; i < sizeof PLACES / sizeof *PLACES; i++) {
        char path[100];
        snprintf(path, sizeof path, "%s/cgroup.subtree_control", PLACES[i]);
        if (access(path, W_OK) == 0) {
            return PLACES[i];
        }
    }
    return NULL;
}

const char *guest_impossible(void) {
    return geteuid() != 0 ? "needs root" : !hierarchy() ? "needs a writable cgroup v2 hierarchy" : NULL;
}

static void write_number(const char *directory, const char *file, long number) {
    char path[400], text[32];
    snprintf(path, sizeof path, "%s/%s", directory, file);
    int length = snprintf(text, sizeof text, "%ld", number);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    must(fd < 0 ? fd : (int)write(fd, text, (size_t)length), path);
    close(fd);
}

static void bind_node(const char *name) {
    char source[64], target[64];
    snprintf(source, sizeof source, "/dev/%s", name);
    snprintf(target, sizeof target, "dev/%s", name);
    must(mknod(target, S_IFREG | 0666, 0), target);
    must(mount(source, target, NULL, MS_BIND, NULL), target);
}

static void must_mount(const char *type, const char *target, const char *data) {
    must(mount(type, target, type, 0, data), target);
}

// The guest's root as mounts.c makes it, but with a share that is a plain directory.
static void make_root(const char *probe) {
    must(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "private");
    must_mount("tmpfs", "/mnt", "mode=0755");
    must(chdir("/mnt"), "/mnt");
    static const char *const DIRECTORIES[] = {"proc",       "sys",    "dev",        "dev/pts", "apps",          "share",
                                              "share/root", "hidden", "share/root/dir", "sys/fs"};
    for (size_t i = 0; i < sizeof DIRECTORIES / sizeof *DIRECTORIES; i++) {
        must(mkdir(DIRECTORIES[i], 0755), DIRECTORIES[i]);
    }
    must(mkdir("hidden/dir", 0), "hidden/dir");
    must(mknod("hidden/file", S_IFREG, 0), "hidden/file");
    must(mkdir("sys/fs/cgroup", 0755), "cgroup");
    must_mount("proc", "proc", NULL);
    must_mount("cgroup2", "sys/fs/cgroup", NULL);
    must_mount("devpts", "dev/pts", "newinstance,mode=0620,gid=5,ptmxmode=0666");
    bind_node("null");
    bind_node("zero");
    must(mknod("share/root/probe", S_IFREG | 0755, 0), "probe");
    must(mount(probe, "share/root/probe", NULL, MS_BIND, NULL), probe);
    must((int)syscall(SYS_pivot_root, ".", "."), "pivot_root");
    must(umount2(".", MNT_DETACH), "umount");
    must(mount(NULL, "/", NULL, MS_REC | MS_SHARED, NULL), "shared");
}

// The clock of the machine that runs the tests is not the guest's to set.
static void give_up_clock(void) {
    struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
    struct __user_cap_data_struct data[2];
    must((int)syscall(SYS_capget, &header, data), "capget");
    data[0].effective &= ~(1u << CAP_SYS_TIME);
    data[0].permitted &= ~(1u << CAP_SYS_TIME);
    must(prctl(PR_CAPBSET_DROP, CAP_SYS_TIME, 0, 0, 0), "capbset");
    must((int)syscall(SYS_capset, &header, data), "capset");
}

static void finish(void) {
    sync();
}

static void guest_main(const char *probe, int port) {
    must(prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0), "pdeathsig");
    char init[320];
    snprintf(init, sizeof init, "%s/init", cgroup_base);
    must(mkdir(init, 0755), init);
    write_number(init, "cgroup.procs", 0);  // the group itself, whose children get controllers, may hold no process
    make_root(probe);
    give_up_clock();
    signal(SIGPIPE, SIG_IGN);
    umask(0);
    cgroup_start();
    enum session_end end = session_run(port, finish);
    kill(-1, SIGKILL);
    exit(end == SESSION_STOPPED ? 0 : 1);
}

pid_t guest_start(const char *probe, int port, int *console) {
    int fds[2];
    must(pipe2(fds, O_CLOEXEC), "pipe");
    snprintf(cgroup_base, sizeof cgroup_base, "%s/stage2-test-%d", hierarchy(), getpid());
    must(mkdir(cgroup_base, 0755) < 0 && errno != EEXIST ? -1 : 0, cgroup_base);
    pid_t pid = fork();
    must(pid, "fork");
    if (pid == 0) {
        // The guest must not outlive the test, nor hold the host's end of the port.
        must(prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0), "pdeathsig");
        for (int fd = 3; fd < 64; fd++) {
            if (fd != port && fd != fds[1]) {
                close(fd);
            }
        }
        write_number(cgroup_base, "cgroup.procs", 0);
        must(unshare(CLONE_NEWNS | CLONE_NEWPID | CLONE_NEWUTS | CLONE_NEWIPC | CLONE_NEWNET | CLONE_NEWCGROUP),
             "unshare");
        write_number(hierarchy(), "cgroup.procs", 0);  // what was entered stays the root of the namespace
        must(dup2(fds[1], STDERR_FILENO), "dup2");
        pid_t first = fork();
        must(first, "fork");
        if (first == 0) {
            guest_main(probe, port);
        }
        close(port);
        close(fds[1]);
        close(STDERR_FILENO);
        int status;
        must(waitpid(first, &status, 0), "waitpid");
        _exit(WIFEXITED(status) ? WEXITSTATUS(status) : 100 + WTERMSIG(status));
    }
    close(fds[1]);
    *console = fds[0];
    return pid;
}

static void remove_groups(const char *path) {
    char command[400];
    snprintf(command, sizeof command, "find '%s' -depth -type d -exec rmdir {} +", path);
    CHECK(system(command) == 0);
}

int guest_end(pid_t pid) {
    int status;
    must(waitpid(pid, &status, 0), "waitpid");
    remove_groups(cgroup_base);
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}
