// One process of the plan or of a command, from its declaration to its last byte of output.
#ifndef STAGE2_PROCESS_H
#define STAGE2_PROCESS_H

#include <stdbool.h>

#include "failure.h"
#include "loop.h"
#include "plan.h"
#include "reap.h"
#include "stdfds.h"

struct process {
    const struct process_spec *spec;  // not owned
    struct stream *streams[3];
    struct child child;
    struct watch report;  // end of the pipe on which the new process tells why it could not start
    struct stdfds ends;  // a terminal's other end stays open here until the process has ended
    bool forked;
    bool started;  // execve has succeeded
    bool failed;   // it has not, `failure` says why
    struct failure failure;
};

// NULL: a stream number is in use.
struct process *process_new(const struct process_spec *spec);
// Forks into the cgroup and the mount namespace (-1: stage2's own). Failures come in `failed`.
void process_start(struct process *process, int mount_namespace, int cgroup);
// Between two turns of the loop: brings `started`, `failed` and process_ended up to date.
void process_service(struct process *process);
bool process_ended(const struct process *process);  // reaped, or never forked because of a failure
void process_drain(struct process *process);        // has ended: what it wrote is sent, then EOF
bool process_drained(const struct process *process);
void process_free(struct process *process);

#endif
