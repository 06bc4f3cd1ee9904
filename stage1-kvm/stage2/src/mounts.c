#include "mounts.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "log.h"

static const char SHARE_TAG[] = "pod";

static void must_mount(const char *source, const char *target, const char *type, unsigned long flags,
                       const char *data) {
    if (mkdir(target, 0755) < 0 && errno != EEXIST) {
        fatal("cannot make directory '%s': %s", target, strerror(errno));
    }
    if (mount(source, target, type, flags, data) < 0) {
        fatal("cannot mount %s on '%s': %s", type, target, strerror(errno));
    }
}

// An initramfs cannot be pivoted away from, in no mount namespace. A tmpfs that is moved over it can.
static void move_root(void) {
    must_mount("root", "/root", "tmpfs", MS_NOSUID, "mode=0755");
    if (chdir("/root") < 0 || mount(".", "/", NULL, MS_MOVE, NULL) < 0 || chroot(".") < 0 || chdir("/") < 0) {
        fatal("cannot enter the root file system: %s", strerror(errno));
    }
    // Shared, so that what is mounted here later reaches the apps' namespaces, which are slaves.
    if (mount(NULL, "/", NULL, MS_REC | MS_SHARED, NULL) < 0) {
        fatal("cannot share '/': %s", strerror(errno));
    }
}

static void make_hidden(void) {
    if (mkdir("/hidden", 0755) < 0 || mkdir("/hidden/dir", 0) < 0) {
        fatal("cannot make directory '/hidden/dir': %s", strerror(errno));
    }
    int fd = open("/hidden/file", O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0);
    if (fd < 0) {
        fatal("cannot make file '/hidden/file': %s", strerror(errno));
    }
    close(fd);
}

void mounts_start(void) {
    umask(0);
    move_root();
    must_mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
    must_mount("sysfs", "/sys", "sysfs", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
    must_mount("devtmpfs", "/dev", "devtmpfs", MS_NOSUID, "mode=0755");
    must_mount("devpts", "/dev/pts", "devpts", MS_NOSUID | MS_NOEXEC, "mode=0620,gid=5,ptmxmode=0666");
    must_mount("cgroup2", "/sys/fs/cgroup", "cgroup2", MS_NOSUID | MS_NODEV | MS_NOEXEC, NULL);
    if (mkdir("/apps", 0755) < 0) {
        fatal("cannot make directory '/apps': %s", strerror(errno));
    }
    make_hidden();
}

void mounts_share(void) {
    // No flags: what apps may do on their root is in the plan.
    must_mount(SHARE_TAG, "/share", "virtiofs", 0, NULL);
}

void mounts_end(void) {
    sync();
    if (umount2("/share", MNT_DETACH) < 0) {
        log_line("cannot unmount '/share': %s", strerror(errno));
    }
}
