#include "app.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "app_state.h"
#include "cgroup.h"
#include "event.h"
#include "log.h"

static struct app *apps;
static int64_t shutdown_at = -1;

struct app *app_find(const char *name) {
    struct app *app = apps;
    while (app && strcmp(app->spec->name, name) != 0) {
        app = app->next;
    }
    return app;
}

void app_group(const struct app *app, const char *below, char *name, unsigned long size) {
    snprintf(name, size, "apps/%s%s%s", app->spec->name, *below ? "/" : "", below);
}


static struct process **declare_handlers(const struct handlers *handlers, bool *good) {
    struct process **processes = must_alloc(handlers->count, sizeof *processes);
    for (size_t i = 0; i < handlers->count && *good; i++) {
        processes[i] = process_new(&handlers->items[i]);
        *good = processes[i] != NULL;
    }
    return processes;
}

static void free_handlers(struct process **processes, size_t count) {
    for (size_t i = 0; i < count; i++) {
        process_free(processes[i]);
    }
    free(processes);
}

static void app_free(struct app *app) {
    int events = app->populated.fd;
    if (events >= 0) {
        loop_remove(&app->populated);
        close(events);
    }
    if (app->cgroup >= 0) {
        close(app->cgroup);
    }
    process_free(app->main);
    free_handlers(app->pre, app->spec->pre_start.count);
    free_handlers(app->post, app->spec->post_stop.count);
    app_root_close(&app->root);
    free(app);
}

static void populated_ready(struct watch *watch, short events) {
    (void)events;
    cgroup_events_read(watch->fd);
}

// Programs that want to know their limits read them in the group they are in: main's group repeats those of the app.
static int write_setting(const char *group, const char *inner, const struct cgroup_setting *setting) {
    if (cgroup_write(group, setting->file, setting->value) < 0) {
        return -1;
    }
    bool limit = strstr(setting->file, ".max") != NULL;  // and not a share, as cpu.weight is
    return limit ? cgroup_write(inner, setting->file, setting->value) : 0;
}

static int write_settings(struct app *app, const char *group, const char *inner) {
    if (app->spec->setting_count > 0) {
        cgroup_enable_controllers(group);
    }
    for (size_t i = 0; i < app->spec->setting_count; i++) {
        const struct cgroup_setting *next = &app->spec->settings[i];
        if (write_setting(group, inner, next) < 0) {
            failure_set(&app->failure, STEP_CGROUP, errno, "%.90s=%.90s", next->file, next->value);
            return -1;
        }
    }
    return 0;
}

static int make_groups(struct app *app) {
    char group[CGROUP_NAME_MAX], inner[CGROUP_NAME_MAX];
    app_group(app, "", group, sizeof group);
    app_group(app, "main", inner, sizeof inner);
    if (cgroup_make(group) < 0 || cgroup_make(inner) < 0) {
        failure_set(&app->failure, STEP_CGROUP, errno, "%s", inner);
        return -1;
    }
    if (write_settings(app, group, inner) < 0) {
        return -1;
    }
    app->cgroup = cgroup_open(inner);
    int events = app->cgroup < 0 ? -1 : cgroup_events(group);
    if (events < 0) {
        failure_set(&app->failure, STEP_CGROUP, errno, "%s", inner);
        return -1;
    }
    cgroup_events_read(events);
    app->populated = (struct watch){.fd = events, .events = POLLPRI, .ready = populated_ready};
    loop_add(&app->populated);
    return 0;
}

const char *app_start(struct app_spec *spec) {
    if (shutdown_at >= 0) {
        return "the pod is shutting down";
    }
    if (app_find(spec->name)) {
        return "an app of this name is running";
    }
    struct app *app = must_alloc(1, sizeof *app);
    *app = (struct app){.next = apps, .spec = spec, .cgroup = -1, .populated = {.fd = -1},
                        .root = {.report = {.fd = -1}, .mount_namespace = -1}, .kill_at = -1};
    app->main = process_new(&spec->main);
    bool good = app->main != NULL;
    app->pre = declare_handlers(&spec->pre_start, &good);
    app->post = declare_handlers(&spec->post_stop, &good);
    if (!good) {
        app_free(app);
        return "a stream number is in use";
    }
    apps = app;
    if (make_groups(app) == 0) {
        app_root_start(&app->root, spec, app->cgroup);
    } else {
        app->state = APP_ENDING;
    }
    return NULL;
}

const char *app_signal(struct app *app, int signal) {
    if (app->state != APP_RUNNING || app->main->child.ended) {
        return "the app's main is not running";
    }
    return kill(app->main->child.pid, signal) < 0 ? strerror(errno) : NULL;
}

static void shorten(struct app *app, int64_t deadline) {
    if (app->kill_at < 0 || deadline < app->kill_at) {
        app->kill_at = deadline;
    }
}

static void terminate(struct app *app, bool everything, int64_t deadline) {
    shorten(app, deadline);
    if (app->state < APP_RUNNING) {
        app->cancelled = true;
        everything = true;
    }
    if (everything) {
        char group[CGROUP_NAME_MAX];
        app_group(app, "", group, sizeof group);
        cgroup_signal(group, SIGTERM);
    } else if (app->state == APP_RUNNING && !app->main->child.ended) {
        kill(app->main->child.pid, SIGTERM);
    }
}

const char *app_stop(struct app *app, int64_t grace) {
    if (app->state > APP_RUNNING) {
        return "the app has ended";
    }
    terminate(app, false, loop_now() + grace);
    return NULL;
}

const char *app_enter(struct app *app, int *mount_namespace) {
    if (app->state < APP_PRE || app->state > APP_RUNNING || app->cancelled) {
        return "the app is not running";
    }
    *mount_namespace = app->root.mount_namespace;
    return NULL;
}

void app_command_begins(struct app *app) {
    app->commands++;
}

void app_command_ended(struct app *app) {
    app->commands--;
}

void apps_shutdown(int64_t deadline) {
    bool first = shutdown_at < 0;
    shutdown_at = first || deadline < shutdown_at ? deadline : shutdown_at;
    for (struct app *app = apps; app; app = app->next) {
        if (first) {
            terminate(app, true, shutdown_at);
        } else {
            shorten(app, shutdown_at);
        }
    }
}

int64_t apps_shutdown_at(void) {
    return shutdown_at;
}

bool apps_none(void) {
    return !apps;
}

int64_t apps_deadline(void) {
    int64_t next = -1;
    for (struct app *app = apps; app; app = app->next) {
        if (app->kill_at >= 0 && (next < 0 || app->kill_at < next)) {
            next = app->kill_at;
        }
    }
    return next;
}

// The app's own part is over: report and forget it. It is not in the list any more.
static void bury(struct app *app) {
    char group[CGROUP_NAME_MAX];
    app_group(app, "", group, sizeof group);
    struct app_spec *spec = app->spec;
    struct failure failure = app->failure;
    struct child child = app->main->child;
    app_free(app);  // ends the streams that were never used: their EOF comes before the report
    cgroup_remove(group);
    if (failure.step == STEP_NONE) {
        event_exited(spec->name, &child);
    } else {
        event_failed(spec->name, &failure);
    }
    char directory[256];
    snprintf(directory, sizeof directory, "/apps/%.200s", spec->name);
    rmdir(directory);
    app_spec_free(spec);
}

bool apps_service(void) {
    bool progress = false;
    struct app **link = &apps;
    while (*link) {
        struct app *app = *link;
        if (app->kill_at >= 0 && loop_now() >= app->kill_at) {
            app_kill(app);
            app->kill_at = -1;
        }
        progress |= app_step(app);
        if (app_is_over(app)) {
            *link = app->next;
            bury(app);
            progress = true;
        } else {
            link = &app->next;
        }
    }
    return progress;
}
