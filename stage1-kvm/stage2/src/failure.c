#include "failure.h"

#include <stdarg.h>
#include <stdio.h>

// The numbers are systemd's, as users of rkt know them.
static const struct {
    const char *name;
    int status;
} STEPS[] = {
    [STEP_NONE] = {"none", 1},
    [STEP_CWD] = {"cwd", 200},
    [STEP_EXEC] = {"exec", 203},
    [STEP_RLIMITS] = {"rlimits", 205},
    [STEP_OOM_SCORE_ADJ] = {"oom_score_adj", 206},
    [STEP_STDIO] = {"stdio", 209},
    [STEP_GROUPS] = {"groups", 216},
    [STEP_USER] = {"user", 217},
    [STEP_CAPABILITIES] = {"capabilities", 218},
    [STEP_CGROUP] = {"cgroup", 219},
    [STEP_MOUNTS] = {"mounts", 226},
    [STEP_NO_NEW_PRIVS] = {"no_new_privs", 227},
    [STEP_SECCOMP] = {"seccomp", 228},
    [STEP_PRE_START] = {"pre_start", 1},
    [STEP_SHUTDOWN] = {"shutdown", 0},
};

void failure_set(struct failure *failure, enum step step, int error, const char *format, ...) {
    failure->step = step;
    failure->error = error;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(failure->object, sizeof failure->object, format, arguments);
    va_end(arguments);
}

int failure_status(const struct failure *failure) {
    return STEPS[failure->step].status;
}

void failure_describe(const struct failure *failure, json_t *event) {
    json_object_set_new(event, "step", json_string(STEPS[failure->step].name));
    json_t *object = json_string(failure->object);
    if (!object) {  // not UTF-8: cut within a character, or a name out of a file
        char plain[sizeof failure->object];
        size_t i = 0;
        for (; failure->object[i]; i++) {
            plain[i] = (unsigned char)failure->object[i] < 0x80 ? failure->object[i] : '?';
        }
        plain[i] = 0;
        object = json_string(plain);
    }
    json_object_set_new(event, "object", object);
    json_object_set_new(event, "errno", json_integer(failure->error));
    json_object_set_new(event, "status", json_integer(failure_status(failure)));
}
