#include "command.h"

#include <stdio.h>
#include <string.h>

#include "app.h"
#include "command_exec.h"
#include "event.h"
#include "frame.h"
#include "plan.h"
#include "plan_check.h"
#include "stream.h"

enum { SIGNAL_MAX = 64 };

static const char NO_APP[] = "no such app is running";
static const int64_t NUMBER_MAX = (int64_t)1 << 53;

struct command {
    struct fields *fields;
    json_t *json;
    int64_t id;
    const struct command_hooks *hooks;
};

static bool is_bad(const struct command *command) {
    return command->fields->error[0];
}

// Each does the command and answers NULL, or says why it cannot. The answer of a malformed one does not matter.
static const char *run_exec(const struct command *command) {
    json_t *name = json_object_get(command->json, "app");
    struct app *app = name ? app_find(field_string(command->fields, command->json, "app")) : NULL;
    json_t *process = field_object(command->fields, command->json, "process");
    struct process_spec spec = {0};
    size_t mark = field_enter(command->fields, "process", -1);
    bool good = process_parse(command->fields, process, &spec);
    field_leave(command->fields, mark);
    const char *error = !good ? "" : name && !app ? NO_APP : exec_start(command->id, app, &spec, command->json);
    process_spec_clear(&spec);
    return error;
}

static const char *run_signal(const struct command *command) {
    int signal = (int)field_integer(command->fields, command->json, "signal", 1, SIGNAL_MAX);
    if (json_object_get(command->json, "app")) {
        struct app *app = app_find(field_string(command->fields, command->json, "app"));
        return is_bad(command) ? "" : app ? app_signal(app, signal) : NO_APP;
    }
    int64_t exec = field_integer(command->fields, command->json, "exec", 1, NUMBER_MAX);
    return is_bad(command) ? "" : exec_signal(exec, signal);
}

static const char *run_stop(const struct command *command) {
    struct app *app = app_find(field_string(command->fields, command->json, "app"));
    int64_t grace = field_integer(command->fields, command->json, "grace_ms", 0, NUMBER_MAX);
    return is_bad(command) ? "" : app ? app_stop(app, grace) : NO_APP;
}

static const char *run_start(const struct command *command) {
    json_t *json = field_object(command->fields, command->json, "app");
    size_t mark = field_enter(command->fields, "app", -1);
    struct app_spec *spec = app_parse(command->fields, json);
    field_leave(command->fields, mark);
    const char *error = "";
    if (!is_bad(command) && plan_check(command->fields, &spec, 1)) {
        error = app_start(spec);
    }
    if (error) {
        app_spec_free(spec);
    }
    return error;
}

static const char *run_resize(const struct command *command) {
    uint32_t stream = (uint32_t)field_integer(command->fields, command->json, "stream", 1, STREAM_MAX);
    int rows = (int)field_integer(command->fields, command->json, "rows", 0, 0xffff);
    int columns = (int)field_integer(command->fields, command->json, "cols", 0, 0xffff);
    bool done = !is_bad(command) && stream_resize(stream, (unsigned short)rows, (unsigned short)columns);
    return done ? NULL : "no such terminal";
}

static const char *run_shutdown(const struct command *command) {
    int64_t grace = field_integer(command->fields, command->json, "grace_ms", 0, NUMBER_MAX);
    if (!is_bad(command)) {
        command->hooks->shutdown(grace);
    }
    return NULL;
}

static const struct {
    const char *name;
    const char *(*run)(const struct command *command);
} COMMANDS[] = {
    {"exec", run_exec},   {"signal", run_signal}, {"stop", run_stop},
    {"start", run_start}, {"resize", run_resize}, {"shutdown", run_shutdown},
};

static const char *dispatch(const struct command *command, const char *name) {
    for (size_t i = 0; i < sizeof COMMANDS / sizeof *COMMANDS; i++) {
        if (strcmp(COMMANDS[i].name, name) == 0) {
            return COMMANDS[i].run(command);
        }
    }
    return "unknown command";
}

void command_run(struct fields *fields, json_t *json, const struct command_hooks *hooks) {
    struct command command = {.fields = fields, .json = json, .hooks = hooks};
    command.id = field_integer(fields, json, "id", 1, NUMBER_MAX);
    const char *name = field_string(fields, json, "cmd");
    if (is_bad(&command)) {
        return;
    }
    const char *error = dispatch(&command, name);
    if (!is_bad(&command)) {
        send_reply(command.id, error);
    }
}
