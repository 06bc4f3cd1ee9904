#include "app_root.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sched.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "cgroup.h"
#include "child.h"
#include "ops.h"

static int fail(struct failure *failure, const char *what, const char *object) {
    failure_set(failure, STEP_MOUNTS, errno, "%s %.200s", what, object);
    return -1;
}

// Binds the app's root on /apps/<name>. The descriptor of it, or -1.
static int bind_root(const struct app_spec *spec, struct failure *failure) {
    char target[256];
    snprintf(target, sizeof target, "/apps/%.200s", spec->name);
    if (mkdir(target, 0755) < 0 && errno != EEXIST) {
        return fail(failure, "mkdir", target);
    }
    int tree = open_tree(AT_FDCWD, spec->root, OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | AT_RECURSIVE);
    if (tree < 0) {
        return fail(failure, "open_tree", spec->root);
    }
    if (move_mount(tree, "", AT_FDCWD, target, MOVE_MOUNT_F_EMPTY_PATH) < 0) {
        return fail(failure, "move_mount", target);
    }
    return tree;
}

static int enter_root(int root, const struct app_spec *spec, struct failure *failure) {
    if (spec->read_only_root && mount_apply_flags(root, MS_RDONLY, false) < 0) {
        return fail(failure, "read-only root", spec->root);
    }
    // The old root ends up on top of the new one, in the same place, and is detached from there.
    if (fchdir(root) < 0 || syscall(SYS_pivot_root, ".", ".") < 0) {
        return fail(failure, "pivot_root", spec->root);
    }
    if (umount2(".", MNT_DETACH) < 0) {
        return fail(failure, "umount old root", spec->root);
    }
    return 0;
}

static int assemble(const struct app_spec *spec, struct failure *failure) {
    if (unshare(CLONE_NEWNS) < 0) {
        return fail(failure, "unshare", spec->name);
    }
    if (mount(NULL, "/", NULL, MS_REC | MS_SLAVE, NULL) < 0) {
        return fail(failure, "slave", "/");
    }
    umask(0);  // the modes of the plan are exact
    int root = bind_root(spec, failure);
    if (root < 0 || ops_run(root, &spec->setup, failure) < 0) {
        return -1;
    }
    return enter_root(root, spec, failure);
}

static _Noreturn void root_main(const struct app_spec *spec, int report) {
    struct failure failure = {0};
    child_reset_signals();
    child_close_others(report);
    int result = assemble(spec, &failure);
    // STEP_NONE says: ready. The namespace lives while this process does: stage2 opens it, then ends the wait.
    char end;
    if (write(report, &failure, sizeof failure) == (ssize_t)sizeof failure && result == 0 &&
        read(report, &end, 1) < 0) {
        _exit(1);
    }
    _exit(result == 0 ? 0 : failure_status(&failure));
}

static void close_report(struct app_root *root) {
    int fd = root->report.fd;
    if (fd >= 0) {
        loop_remove(&root->report);
        close(fd);
    }
}

static void fail_root(struct app_root *root, const char *what) {
    failure_set(&root->failure, STEP_MOUNTS, errno, "%s", what);
    root->failed = true;
}

static void read_report(struct app_root *root) {
    struct failure failure;
    ssize_t got = read(root->report.fd, &failure, sizeof failure);
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) {
        return;
    }
    if (got != (ssize_t)sizeof failure) {
        errno = ECHILD;  // it was killed
        fail_root(root, "the process that mounts");
    } else if (failure.step != STEP_NONE) {
        root->failure = failure;
        root->failed = true;
    } else {
        char path[64];
        snprintf(path, sizeof path, "/proc/%d/ns/mnt", root->child.pid);
        root->mount_namespace = open(path, O_RDONLY | O_CLOEXEC);
        if (root->mount_namespace < 0) {
            fail_root(root, path);
        }
    }
    close_report(root);
}

static void report_ready(struct watch *watch, short events) {
    (void)events;
    read_report((struct app_root *)((char *)watch - offsetof(struct app_root, report)));
}

void app_root_start(struct app_root *root, const struct app_spec *spec, int cgroup) {
    *root = (struct app_root){.report = {.fd = -1}, .mount_namespace = -1};
    int report[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, report) < 0) {
        fail_root(root, "socketpair");
        return;
    }
    pid_t pid = cgroup_fork(cgroup);
    if (pid == 0) {
        root_main(spec, report[1]);
    }
    close(report[1]);
    if (pid < 0 || fcntl(report[0], F_SETFL, O_NONBLOCK) < 0) {
        failure_set(&root->failure, STEP_CGROUP, errno, "fork");
        root->failed = true;
        close(report[0]);
        return;
    }
    root->forked = true;
    reap_add(&root->child, pid);
    root->report = (struct watch){.fd = report[0], .events = POLLIN, .ready = report_ready};
    loop_add(&root->report);
}

void app_root_service(struct app_root *root) {
    if (root->forked && root->child.ended && root->report.fd >= 0) {
        read_report(root);
    }
}

void app_root_close(struct app_root *root) {
    close_report(root);
    reap_forget(&root->child);
    if (root->mount_namespace >= 0) {
        close(root->mount_namespace);
        root->mount_namespace = -1;
    }
}
