#include "command_exec.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "cgroup.h"
#include "event.h"
#include "log.h"
#include "loop.h"
#include "process.h"

struct exec {
    struct exec *next;
    int64_t id;
    struct app *app;  // until the process has ended: it counts its commands
    json_t *json;
    struct process_spec spec;
    struct process *process;
    char group[CGROUP_NAME_MAX];
};

static struct exec *execs;
static int64_t kill_at = -1;
static bool shutting_down;

static struct exec *exec_find(int64_t id) {
    struct exec *exec = execs;
    while (exec && exec->id != id) {
        exec = exec->next;
    }
    return exec;
}

static void start_process(struct exec *exec, int mount_namespace) {
    int cgroup = cgroup_make(exec->group) < 0 ? -1 : cgroup_open(exec->group);
    if (cgroup < 0) {
        failure_set(&exec->process->failure, STEP_CGROUP, errno, "%s", exec->group);
        exec->process->failed = true;
        return;
    }
    process_start(exec->process, mount_namespace, cgroup);
    close(cgroup);
}

const char *exec_start(int64_t id, struct app *app, struct process_spec *spec, json_t *json) {
    int mount_namespace = -1;
    const char *error = shutting_down ? "the pod is shutting down" : app ? app_enter(app, &mount_namespace) : NULL;
    if (!error && exec_find(id)) {
        error = "the id is in use";
    }
    if (error) {
        return error;
    }
    struct exec *exec = must_alloc(1, sizeof *exec);
    exec->spec = *spec;
    exec->process = process_new(&exec->spec);
    if (!exec->process) {
        free(exec);
        return "a stream number is in use";
    }
    *spec = (struct process_spec){0};
    exec->next = execs;
    execs = exec;
    exec->id = id;
    exec->json = json_incref(json);
    exec->app = app;
    char below[32];
    snprintf(below, sizeof below, "exec-%lld", (long long)id);
    if (app) {
        app_group(app, below, exec->group, sizeof exec->group);
        app_command_begins(app);
    } else {
        snprintf(exec->group, sizeof exec->group, "guest/%s", below);
    }
    start_process(exec, mount_namespace);
    return NULL;
}

const char *exec_signal(int64_t id, int signal) {
    struct exec *exec = exec_find(id);
    if (!exec || !exec->process->started || process_ended(exec->process)) {
        return "no such command is running";
    }
    pid_t pid = exec->process->child.pid;
    // The leader of a session is the leader of a process group of the same number.
    return kill(exec->spec.stdio.tty ? -pid : pid, signal) < 0 ? strerror(errno) : NULL;
}

bool execs_none(void) {
    return !execs;
}

void execs_shutdown(int64_t deadline) {
    if (!shutting_down) {
        cgroup_signal("guest", SIGTERM);
        kill_at = deadline;
    } else if (kill_at >= 0 && deadline < kill_at) {
        kill_at = deadline;
    }
    shutting_down = true;
}

int64_t execs_deadline(void) {
    return kill_at;
}

static void exec_free(struct exec *exec) {
    struct process *process = exec->process;
    struct failure failure = process->failure;
    struct child child = process->child;
    bool failed = process->failed;
    process_free(process);
    cgroup_remove(exec->group);
    if (failed) {
        event_exec_failed(exec->id, &failure);
    } else {
        event_exec_exited(exec->id, &child);
    }
    process_spec_clear(&exec->spec);
    json_decref(exec->json);
    free(exec);
}

// The app's end does not wait for whoever reads the command's output. True if it may have waited until now.
static bool leave_app(struct exec *exec) {
    if (!exec->app) {
        return false;
    }
    app_command_ended(exec->app);
    exec->app = NULL;
    return true;
}

bool execs_service(void) {
    bool progress = false;
    if (kill_at >= 0 && loop_now() >= kill_at) {
        cgroup_kill("guest");
        kill_at = -1;
    }
    struct exec **link = &execs;
    while (*link) {
        struct exec *exec = *link;
        process_service(exec->process);
        if (process_ended(exec->process)) {
            process_drain(exec->process);
            progress |= leave_app(exec);
        }
        if (process_ended(exec->process) && process_drained(exec->process)) {
            *link = exec->next;
            exec_free(exec);
            progress = true;
        } else {
            link = &exec->next;
        }
    }
    return progress;
}
