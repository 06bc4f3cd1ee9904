// Why an app or a command could not start: the step, the thing it was about, the error.
#ifndef STAGE2_FAILURE_H
#define STAGE2_FAILURE_H

#include <jansson.h>

enum step {
    STEP_NONE,
    STEP_CWD,
    STEP_EXEC,
    STEP_RLIMITS,
    STEP_OOM_SCORE_ADJ,
    STEP_STDIO,
    STEP_GROUPS,
    STEP_USER,
    STEP_CAPABILITIES,
    STEP_CGROUP,
    STEP_MOUNTS,
    STEP_NO_NEW_PRIVS,
    STEP_SECCOMP,
    STEP_PRE_START,
    STEP_SHUTDOWN,
};

// Small enough to be written to a pipe in one piece.
struct failure {
    enum step step;
    int error;  // errno
    char object[256];
};

__attribute__((format(printf, 4, 5))) void failure_set(struct failure *failure, enum step step, int error,
                                                       const char *format, ...);
int failure_status(const struct failure *failure);
// Adds step, object, errno and status.
void failure_describe(const struct failure *failure, json_t *event);

#endif
