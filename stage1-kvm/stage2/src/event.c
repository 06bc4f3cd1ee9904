#include "event.h"

#include <sys/utsname.h>
#include <time.h>

#include "log.h"
#include "port.h"

static int64_t boot_time(void) {
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static json_t *new_event(const char *name) {
    return json_pack("{ss}", "event", name);
}

static json_t *new_app_event(const char *name, const char *app) {
    return json_pack("{ssss}", "event", name, "app", app);
}

static void add_end(json_t *event, const struct child *child) {
    json_object_set_new(event, "status", json_integer(child_exit_status(child)));
    json_object_set_new(event, "signal", json_integer(child_signal(child)));
}

static void send_event(json_t *event) {
    port_send_json(FRAME_EVENT, event);
}

void send_hello(void) {
    struct utsname system;
    uname(&system);
    port_send_json(FRAME_HELLO,
                   json_pack("{sisssI}", "version", 1, "kernel", system.release, "boot_ns", (json_int_t)boot_time()));
}

void send_reply(int64_t id, const char *error) {
    json_t *reply = json_pack("{sIsb}", "id", (json_int_t)id, "ok", !error);
    if (error) {
        json_object_set_new(reply, "error", json_string(error));
    }
    port_send_json(FRAME_REPLY, reply);
}

void event_started(const char *app, pid_t pid) {
    json_t *event = new_app_event("started", app);
    json_object_set_new(event, "pid", json_integer(pid));
    json_object_set_new(event, "boot_ns", json_integer(boot_time()));
    send_event(event);
}

void event_failed(const char *app, const struct failure *failure) {
    json_t *event = new_app_event("failed", app);
    failure_describe(failure, event);
    send_event(event);
}

void event_handler(const char *app, const char *which, int index, const struct child *child,
                   const struct failure *failure) {
    json_t *event = new_app_event("handler", app);
    json_object_set_new(event, "which", json_string(which));
    json_object_set_new(event, "index", json_integer(index));
    if (failure) {
        json_object_set_new(event, "status", json_integer(failure_status(failure)));
        json_object_set_new(event, "signal", json_integer(0));
    } else {
        add_end(event, child);
    }
    send_event(event);
}

void event_exited(const char *app, const struct child *child) {
    json_t *event = new_app_event("exited", app);
    add_end(event, child);
    send_event(event);
}

void event_exec_failed(int64_t id, const struct failure *failure) {
    json_t *event = new_event("exec_failed");
    json_object_set_new(event, "id", json_integer(id));
    failure_describe(failure, event);
    send_event(event);
}

void event_exec_exited(int64_t id, const struct child *child) {
    json_t *event = new_event("exec_exited");
    json_object_set_new(event, "id", json_integer(id));
    add_end(event, child);
    send_event(event);
}

void event_stopped(void) {
    send_event(new_event("stopped"));
}
