// The inside of an app, shared by app.c (its list, its making, commands) and app_steps.c (its way through the states).
#ifndef STAGE2_APP_STATE_H
#define STAGE2_APP_STATE_H

#include "app.h"
#include "app_root.h"
#include "failure.h"
#include "loop.h"
#include "process.h"

enum app_state {
    APP_ROOT,      // its root is being assembled
    APP_PRE,       // pre-start handlers, one after the other
    APP_STARTING,  // main is between fork and execve
    APP_RUNNING,   // main runs
    APP_ENDING,    // main has ended or could not start: all else is killed, output is sent
    APP_POST,      // post-stop handlers
    APP_LAST,      // what they have left is killed
};

struct app {
    struct app *next;
    struct app_spec *spec;
    enum app_state state;
    struct app_root root;
    int cgroup;             // directory of .../main, later of .../post
    struct watch populated; // cgroup.events of the app
    struct process *main;
    struct process **pre, **post;
    size_t handler;         // index of the one that runs
    bool handler_started;
    bool cancelled;         // stopped before main ran
    struct failure failure; // step other than STEP_NONE: the app fails
    int commands;           // that run in it
    int64_t kill_at;        // negative: never
};

// One step. True if anything has changed.
bool app_step(struct app *app);
bool app_is_over(const struct app *app);  // nothing of it lives: it may be reported and freed
void app_kill(const struct app *app);     // SIGKILL to all of its processes

#endif
