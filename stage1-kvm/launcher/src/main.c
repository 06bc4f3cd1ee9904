// The executable of the stage1 image: what rkt runs as init, enter, stop, gc and so on. It cleans up what it has
// inherited and becomes the JVM. One file for all entrypoints: the name it is called by decides.
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sched.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "launcher.h"

static const char LIB_IN_ROOTFS[] = "usr/lib/stage1-kvm";

void die(const char *format, ...) {
    char line[PATH_MAX + 200];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(line, sizeof line, format, arguments);
    va_end(arguments);
    dprintf(STDERR_FILENO, "stage1-kvm: %s\n", line);
    exit(STATUS_FAILED);
}

static const char *base_name(const char *path) {
    const char *slash = strrchr(path, '/');
    return slash ? slash + 1 : path;
}

// The name of the JVM's entrypoint.
static const char *entrypoint_of(const char *name) {
    static const char *const SAME[] = {"enter",   "stop",   "gc",        "attach",
                                       "app-add", "app-rm", "app-start", "app-stop"};
    if (strcmp(name, "init") == 0) {
        return "run";
    }
    for (size_t i = 0; i < sizeof SAME / sizeof *SAME; i++) {
        if (strcmp(name, SAME[i]) == 0) {
            return name;
        }
    }
    die("unknown entrypoint '%s'", name);
}

// The directory that holds this very file, whatever it was called by and wherever the image lies.
static void find_rootfs(char rootfs[PATH_MAX]) {
    ssize_t length = readlink("/proc/self/exe", rootfs, PATH_MAX - 1);
    if (length < 0) {
        die("cannot read '/proc/self/exe': %s", strerror(errno));
    }
    rootfs[length] = 0;
    char *slash = strrchr(rootfs, '/');
    if (slash) {
        *slash = 0;
    }
}

// rkt holds the pod's lock in this descriptor: the pod counts as running as long as it is open somewhere.
static int lock_fd(void) {
    const char *text = getenv("RKT_LOCK_FD");
    if (!text) {
        return -1;
    }
    char *end;
    errno = 0;
    long number = strtol(text, &end, 10);
    if (errno || *end || end == text || number < 3 || number > INT_MAX) {
        die("RKT_LOCK_FD '%s' must be the number of a file descriptor above 2", text);
    }
    if (fcntl((int)number, F_GETFD) < 0) {
        die("cannot use RKT_LOCK_FD '%s': %s", text, strerror(errno));
    }
    return (int)number;
}

// A mount namespace of our own that gets the host's mounts and gives it none: nothing of a pod can keep a mount
// busy when rkt cleans up.
static void leave_mount_namespace(void) {
    if (unshare(CLONE_NEWNS) < 0) {
        die("cannot make a mount namespace: %s", strerror(errno));
    }
    if (mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) < 0) {
        die("cannot make mounts below '/' slaves: %s", strerror(errno));
    }
}

static void set_number(const char *name, clockid_t clock) {
    struct timespec now;
    clock_gettime(clock, &now);
    char text[32];
    snprintf(text, sizeof text, "%lld", (long long)now.tv_sec * 1000000000 + now.tv_nsec);
    setenv(name, text, 1);
}

// What every JVM would take options from. The pod's must run by ours: others may be too large for it, need files that
// our runtime does not have, and are announced on stderr, among what the apps write.
static void forget_java_options(void) {
    static const char *const NAMES[] = {"JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS"};
    for (size_t i = 0; i < sizeof NAMES / sizeof *NAMES; i++) {
        unsetenv(NAMES[i]);
    }
}

int main(int count, char **arguments) {
    // The first thing, for it is the beginning of the timeline that --debug shows.
    set_number("STAGE1_KVM_LAUNCHER_NS", CLOCK_MONOTONIC);
    set_number("STAGE1_KVM_LAUNCHER_REALTIME_NS", CLOCK_REALTIME);
    open_standard_fds();
    const char *name = base_name(count > 0 ? arguments[0] : "");
    if (strcmp(name, "child") == 0 || strcmp(name, "stage1-kvm-child") == 0) {
        unsetenv("STAGE1_KVM_LAUNCHER_NS");
        unsetenv("STAGE1_KVM_LAUNCHER_REALTIME_NS");
        child_main(count, arguments);
    }
    const char *entrypoint = entrypoint_of(name);
    umask(022);
    reset_signals(1);
    if (strcmp(entrypoint, "run") == 0) {
        close_other_fds(lock_fd());
        leave_mount_namespace();
    } else {
        unsetenv("RKT_LOCK_FD");  // a lock of another pod, if this command runs inside of one
        close_other_fds(-1);
    }
    char rootfs[PATH_MAX], lib[PATH_MAX], java[PATH_MAX];
    find_rootfs(rootfs);
    if (snprintf(lib, sizeof lib, "%s/%s", rootfs, LIB_IN_ROOTFS) >= (int)sizeof lib ||
        snprintf(java, sizeof java, "%s/runtime/bin/java", lib) >= (int)sizeof java) {
        die("cannot use rootfs '%s': %s", rootfs, strerror(ENAMETOOLONG));
    }
    setenv("STAGE1_KVM_LIB", lib, 1);
    forget_java_options();
    setenv("LC_ALL", "C.UTF-8", 1);  // in a POSIX locale the JVM refuses names of files that are not ASCII
    execv(java, jvm_arguments(java, lib, entrypoint, arguments + 1));
    die("cannot execute '%s': %s", java, strerror(errno));
}
