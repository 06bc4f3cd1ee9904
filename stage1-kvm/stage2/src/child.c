#include "child.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "diagnose.h"
#include "identity.h"

void child_reset_signals(void) {
    // The kernel's own call, for the C library's refuses the two signals that it keeps for itself. All zero is SIG_DFL in
    // the kernel's structure. It fails for SIGKILL and SIGSTOP only.
    static const unsigned long DEFAULT[4];
    for (int number = 1; number < NSIG; number++) {
        syscall(SYS_rt_sigaction, number, DEFAULT, NULL, sizeof(unsigned long));
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}

void child_close_others(int keep) {
    if (keep > 3) {
        close_range(3, (unsigned)keep - 1, 0);
    }
    close_range((unsigned)keep + 1, ~0u, 0);
}

static int set_oom_score_adj(int value, struct failure *failure) {
    char text[16];
    int length = snprintf(text, sizeof text, "%d", value);
    int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, text, (size_t)length) < 0) {
        failure_set(failure, STEP_OOM_SCORE_ADJ, errno, "%d", value);
        return -1;
    }
    close(fd);
    return 0;
}

static int set_limits(const struct process_spec *spec, struct failure *failure) {
    for (size_t i = 0; i < spec->limit_count; i++) {
        if (setrlimit((__rlimit_resource_t)spec->limits[i].resource, &spec->limits[i].value) < 0) {
            failure_set(failure, STEP_RLIMITS, errno, "resource %d", spec->limits[i].resource);
            return -1;
        }
    }
    return 0;
}

static int prepare(const struct process_spec *spec, const struct stdfds *ends, int mount_namespace, int report,
                   struct failure *failure) {
    // stage2's own /proc is needed, so the score comes before the namespace.
    if (stdfds_assume(&spec->stdio, ends, failure) < 0 || set_oom_score_adj(spec->oom_score_adj, failure) < 0) {
        return -1;
    }
    if (mount_namespace >= 0 && setns(mount_namespace, CLONE_NEWNS) < 0) {
        failure_set(failure, STEP_MOUNTS, errno, "setns");
        return -1;
    }
    child_close_others(report);
    if (set_limits(spec, failure) < 0) {
        return -1;
    }
    umask(spec->umask);
    if (chdir(spec->cwd) < 0) {
        failure_set(failure, STEP_CWD, errno, "%s", spec->cwd);
        return -1;
    }
    return identity_assume(spec, failure);
}

static void send_failure(int report, const struct failure *failure) {
    if (write(report, failure, sizeof *failure) < 0) {
        _exit(1);
    }
}

void child_main(const struct process_spec *spec, const struct stdfds *ends, int mount_namespace, int report) {
    struct failure failure = {0};
    child_reset_signals();
    if (prepare(spec, ends, mount_namespace, report, &failure) == 0) {
        execve(spec->path, spec->argv, spec->env);
        failure_set(&failure, STEP_EXEC, errno, "%s", spec->path);
    }
    send_failure(report, &failure);
    // Under a filter that forbids this the first failure has been said already.
    if (failure.step == STEP_EXEC && failure.error == ENOENT && diagnose_missing(spec->path, &failure)) {
        send_failure(report, &failure);
    }
    _exit(failure_status(&failure));
}
