#include "process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cgroup.h"
#include "child.h"
#include "log.h"

struct process *process_new(const struct process_spec *spec) {
    struct process *process = must_alloc(1, sizeof *process);
    *process = (struct process){.spec = spec, .report = {.fd = -1}, .ends = {{-1, -1, -1}}};
    if (!stdfds_declare(&spec->stdio, process->streams)) {
        free(process);
        return NULL;
    }
    return process;
}

static void close_report(struct process *process) {
    int fd = process->report.fd;
    if (fd >= 0) {
        loop_remove(&process->report);
        close(fd);
    }
}

// Whole failures come out of the pipe, or its end: execve has closed it. A second failure tells the first one better.
static void read_report(struct process *process) {
    struct failure failure;
    ssize_t got;
    while ((got = read(process->report.fd, &failure, sizeof failure)) == (ssize_t)sizeof failure) {
        process->failure = failure;
        process->failure.object[sizeof failure.object - 1] = 0;
        process->failed = true;
    }
    if (got == 0) {
        process->started = !process->failed;
        close_report(process);
    }
}

static void report_ready(struct watch *watch, short events) {
    (void)events;
    read_report((struct process *)((char *)watch - offsetof(struct process, report)));
}

static void fail(struct process *process, enum step step, const char *what) {
    failure_set(&process->failure, step, errno, "%s", what);
    process->failed = true;
}

void process_start(struct process *process, int mount_namespace, int cgroup) {
    int report[2];
    if (pipe2(report, O_CLOEXEC | O_NONBLOCK) < 0) {
        fail(process, STEP_STDIO, "pipe");
        return;
    }
    if (stdfds_open(process->spec, process->streams, &process->ends, &process->failure) < 0) {
        process->failed = true;
    } else {
        pid_t pid = cgroup_fork(cgroup);
        if (pid == 0) {
            child_main(process->spec, &process->ends, mount_namespace, report[1]);
        }
        if (pid < 0) {
            fail(process, STEP_CGROUP, "fork");
        } else {
            process->forked = true;
            reap_add(&process->child, pid);
        }
    }
    if (!process->spec->stdio.tty || !process->forked) {
        stdfds_close(&process->ends);
    }
    close(report[1]);
    if (!process->forked) {
        close(report[0]);
        return;
    }
    process->report = (struct watch){.fd = report[0], .events = POLLIN, .ready = report_ready};
    loop_add(&process->report);
}

void process_service(struct process *process) {
    if (process->forked && process->child.ended && process->report.fd >= 0) {
        read_report(process);
        close_report(process);
    }
}

bool process_ended(const struct process *process) {
    return process->forked ? process->child.ended : process->failed;
}

void process_drain(struct process *process) {
    stdfds_close(&process->ends);
    for (int i = 0; i < 3; i++) {
        if (process->streams[i]) {
            stream_close_input(process->streams[i]);
            stream_drain(process->streams[i]);
        }
    }
}

bool process_drained(const struct process *process) {
    for (int i = 0; i < 3; i++) {
        if (process->streams[i] && !stream_finished(process->streams[i])) {
            return false;
        }
    }
    return true;
}

void process_free(struct process *process) {
    if (!process) {
        return;
    }
    close_report(process);
    stdfds_close(&process->ends);
    reap_forget(&process->child);
    for (int i = 0; i < 3; i++) {
        if (process->streams[i]) {
            stream_free(process->streams[i]);
        }
    }
    free(process);
}
