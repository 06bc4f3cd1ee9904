// The way of an app through its states. Each step answers whether it has changed anything.
#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "app_state.h"
#include "cgroup.h"
#include "event.h"
#include "log.h"

void app_kill(const struct app *app) {
    char group[CGROUP_NAME_MAX];
    app_group(app, "", group, sizeof group);
    cgroup_kill(group);
}

static bool shutdown_is_over(void) {
    return apps_shutdown_at() >= 0 && loop_now() >= apps_shutdown_at();
}

static bool enter_state(struct app *app, enum app_state state) {
    app->state = state;
    app->handler = 0;
    app->handler_started = false;
    if (state == APP_ENDING || state == APP_LAST) {
        app_kill(app);
    }
    return true;
}

static bool fail_app(struct app *app, const struct failure *failure) {
    app->failure = *failure;
    if (app->cancelled) {
        failure_set(&app->failure, STEP_SHUTDOWN, ECANCELED, "%s", app->spec->name);
    }
    return enter_state(app, APP_ENDING);
}

static bool step_root(struct app *app) {
    app_root_service(&app->root);
    if (app->root.failed) {
        return fail_app(app, &app->root.failure);
    }
    return app->root.mount_namespace >= 0 && enter_state(app, APP_PRE);
}

// Starts or observes the handler whose turn it is. True when it has ended, its output is sent and it is reported.
static bool run_handler(struct app *app, struct process *handler, const char *which) {
    if (!app->handler_started) {
        process_start(handler, app->root.mount_namespace, app->cgroup);
        app->handler_started = true;
    }
    process_service(handler);
    if (!process_ended(handler)) {
        return false;
    }
    process_drain(handler);
    if (!process_drained(handler)) {
        return false;
    }
    event_handler(app->spec->name, which, (int)app->handler, &handler->child,
                  handler->failed ? &handler->failure : NULL);
    app->handler++;
    app->handler_started = false;
    return true;
}

static bool step_pre(struct app *app) {
    struct failure failure = {0};
    if (app->handler < app->spec->pre_start.count) {
        struct process *handler = app->pre[app->handler];
        if (app->cancelled && !app->handler_started) {
            return fail_app(app, &failure);
        }
        if (!run_handler(app, handler, "pre_start")) {
            return false;
        }
        if (handler->failed || handler->child.status != 0) {
            failure_set(&failure, STEP_PRE_START, 0, "%s", handler->spec->path);
            return fail_app(app, &failure);
        }
        return true;
    }
    if (app->cancelled) {
        return fail_app(app, &failure);
    }
    process_start(app->main, app->root.mount_namespace, app->cgroup);
    return enter_state(app, APP_STARTING);
}

static bool step_starting(struct app *app) {
    process_service(app->main);
    if (app->main->failed && process_ended(app->main)) {
        return fail_app(app, &app->main->failure);
    }
    if (app->main->started) {
        event_started(app->spec->name, app->main->child.pid);
        return enter_state(app, APP_RUNNING);
    }
    return false;
}

static bool step_running(struct app *app) {
    if (!process_ended(app->main)) {
        return false;
    }
    app->kill_at = apps_shutdown_at();
    return enter_state(app, APP_ENDING);
}

static bool group_is_empty(const struct app *app) {
    char group[CGROUP_NAME_MAX];
    app_group(app, "", group, sizeof group);
    return cgroup_empty(group);
}

// Post-stop handlers get a group of their own: Linux (seen in 6.18) kills what CLONE_INTO_CGROUP starts in a group whose
// cgroup.kill has ever been written.
static bool enter_post(struct app *app) {
    char group[CGROUP_NAME_MAX];
    app_group(app, "post", group, sizeof group);
    int cgroup = cgroup_make(group) < 0 ? -1 : cgroup_open(group);
    if (cgroup < 0) {
        log_line("cannot make cgroup '/%s': %s", group, strerror(errno));
        return enter_state(app, APP_LAST);
    }
    close(app->cgroup);
    app->cgroup = cgroup;
    return enter_state(app, APP_POST);
}

static bool step_ending(struct app *app) {
    if (!group_is_empty(app)) {
        return false;
    }
    process_drain(app->main);
    if (!process_drained(app->main) || app->commands) {
        return false;
    }
    bool post = app->failure.step == STEP_NONE && app->spec->post_stop.count;
    return post ? enter_post(app) : enter_state(app, APP_LAST);
}

static bool step_post(struct app *app) {
    if (app->handler < app->spec->post_stop.count && (app->handler_started || !shutdown_is_over())) {
        return run_handler(app, app->post[app->handler], "post_stop");
    }
    return enter_state(app, APP_LAST);
}

bool app_step(struct app *app) {
    switch (app->state) {
        case APP_ROOT:
            return step_root(app);
        case APP_PRE:
            return step_pre(app);
        case APP_STARTING:
            return step_starting(app);
        case APP_RUNNING:
            return step_running(app);
        case APP_ENDING:
            return step_ending(app);
        case APP_POST:
            return step_post(app);
        case APP_LAST:
            return false;
    }
    return false;
}

bool app_is_over(const struct app *app) {
    return app->state == APP_LAST && group_is_empty(app);
}
