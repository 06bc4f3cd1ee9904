#include "session.h"

#include <errno.h>
#include <fcntl.h>
#include <jansson.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "app.h"
#include "command.h"
#include "command_exec.h"
#include "event.h"
#include "frame.h"
#include "inodes.h"
#include "log.h"
#include "loop.h"
#include "ops.h"
#include "plan.h"
#include "plan_check.h"
#include "port.h"
#include "reap.h"
#include "stream.h"

static const int64_t CLOCK_TOLERANCE = 50000000;  // ns
static const int64_t LAST_WORDS = 10000;          // ms that the host gets to take the last events

static const int64_t LAST_OUTPUT = 5000;          // ms beyond the grace time that it gets to take the last output

static enum { AWAIT_HELLO, AWAIT_PLAN, RUNNING, SHUTTING_DOWN } state;

static void set_clock(int64_t realtime) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    int64_t off = realtime - ((int64_t)now.tv_sec * 1000000000 + now.tv_nsec);
    if (off > CLOCK_TOLERANCE || off < -CLOCK_TOLERANCE) {
        struct timespec right = {.tv_sec = realtime / 1000000000, .tv_nsec = realtime % 1000000000};
        if (clock_settime(CLOCK_REALTIME, &right) < 0) {
            log_line("cannot set clock: %s", strerror(errno));
        }
    }
}

static void received_hello(struct fields *fields, json_t *json) {
    int64_t version = field_integer(fields, json, "version", 0, INT64_MAX);
    if (!fields->error[0] && version != 1) {
        fatal("cannot speak version %lld of the protocol: this guest speaks 1", (long long)version);
    }
    int64_t realtime = field_integer(fields, json, "realtime_ns", 0, INT64_MAX);
    if (!fields->error[0]) {
        set_clock(realtime);
        state = AWAIT_PLAN;
    }
}

static void run_shared(const struct ops *shared) {
    struct failure failure = {0};
    int root = open("/", O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (root < 0 || ops_run(root, shared, &failure) < 0) {
        fatal("cannot prepare the guest: %s: %s", failure.object, strerror(failure.error));
    }
    close(root);
}

static void received_plan(struct fields *fields, json_t *json) {
    struct plan plan;
    if (plan_parse(fields, json, &plan) && plan_check(fields, plan.apps, plan.app_count)) {
        if (sethostname(plan.hostname, strlen(plan.hostname)) < 0) {
            fatal("cannot set hostname '%s': %s", plan.hostname, strerror(errno));
        }
        run_shared(&plan.shared);
        for (size_t i = 0; i < plan.app_count; i++) {
            const char *error = app_start(plan.apps[i]);
            if (error) {
                fatal("cannot start app '%s': %s", plan.apps[i]->name, error);
            }
            plan.apps[i] = NULL;
        }
        state = RUNNING;
    }
    plan_free(&plan);
}

static void shut_down(int64_t grace) {
    state = SHUTTING_DOWN;
    int64_t deadline = loop_now() + grace;
    execs_shutdown(deadline);
    apps_shutdown(deadline);
}

static void received_command(struct fields *fields, json_t *json) {
    static const struct command_hooks HOOKS = {.shutdown = shut_down};
    command_run(fields, json, &HOOKS);
}

static void received_json(const struct frame *frame, const char *what,
                          void (*received)(struct fields *fields, json_t *json)) {
    json_error_t error;
    json_t *json = json_loadb((const char *)frame->payload, frame->length, JSON_REJECT_DUPLICATES, &error);
    if (!json) {
        fatal("broken protocol: %s is no json: %s", what, error.text);
    }
    struct fields fields = {0};
    if (!json_is_object(json)) {
        fatal("broken protocol: %s is no object", what);
    }
    received(&fields, json);
    if (fields.error[0]) {
        fatal("broken protocol: %s: %s", what, fields.error);
    }
    json_decref(json);
}

static void received(const struct frame *frame) {
    if (frame->type == FRAME_HELLO && state == AWAIT_HELLO) {
        received_json(frame, "hello", received_hello);
    } else if (frame->type == FRAME_PLAN && state == AWAIT_PLAN) {
        received_json(frame, "plan", received_plan);
    } else if (frame->type == FRAME_COMMAND && state >= RUNNING) {
        received_json(frame, "command", received_command);
    } else if (frame->type >= FRAME_DATA && state >= RUNNING) {
        stream_received(frame);
    } else {
        fatal("broken protocol: frame of type 0x%02x out of turn", frame->type);
    }
}

static int64_t earlier(int64_t a, int64_t b) {
    return a < 0 ? b : b < 0 ? a : a < b ? a : b;
}

// When output is dropped that the host gives no credit for; -1: never, or it is already.
static int64_t patience_end(void) {
    return state == SHUTTING_DOWN && !streams_given_up() ? apps_shutdown_at() + LAST_OUTPUT : -1;
}

static int64_t next_deadline(void) {
    int64_t processes = earlier(apps_deadline(), execs_deadline());
    return earlier(processes, earlier(inodes_deadline(), patience_end()));
}

enum session_end session_run(int fd, void (*finish)(void)) {
    state = AWAIT_HELLO;
    reap_start();
    port_open(fd, received);
    send_hello();
    while (!port_closed()) {
        if (patience_end() >= 0 && loop_now() >= patience_end()) {
            streams_give_up();
        }
        bool progress;
        do {
            progress = apps_service();
            progress |= execs_service();
            progress |= streams_service();
        } while (progress);
        if (state == SHUTTING_DOWN && apps_none() && execs_none()) {
            finish();
            event_stopped();
            port_drain(loop_now() + LAST_WORDS);
            break;
        }
        inodes_service();
        loop_turn(next_deadline());
    }
    enum session_end end = port_closed() ? SESSION_LOST : SESSION_STOPPED;
    port_close();
    reap_stop();
    return end;
}
