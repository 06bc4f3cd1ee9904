// Parser of plans and apps.
#include "plan.h"

#include <stdlib.h>
#include <string.h>

#include "log.h"

enum { NAME_LENGTH_MAX = 200 };  // one name of a directory, with room to spare

static const char NAME_CHARACTERS[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";

// A name becomes a directory in two places: it must be one plain component of a path.
static const char *parse_name(struct fields *fields, json_t *json, const char *field) {
    const char *name = field_string(fields, json, field);
    size_t length = strlen(name);
    if (!length || length > NAME_LENGTH_MAX || name[0] == '.' || strspn(name, NAME_CHARACTERS) != length) {
        field_wrong(fields, field, "'%.100s' must be 1 to %d of A-Z a-z 0-9 . _ - and not begin with a dot", name,
                    NAME_LENGTH_MAX);
    }
    return name;
}

static void parse_settings(struct fields *fields, json_t *json, struct app_spec *app) {
    json_t *array = field_array(fields, json, "cgroup");
    app->setting_count = json_array_size(array);
    app->settings = must_alloc(app->setting_count, sizeof *app->settings);
    for (size_t i = 0; i < app->setting_count && !fields->error[0]; i++) {
        size_t mark = field_enter(fields, "cgroup", (int)i);
        json_t *entry = json_array_get(array, i);
        app->settings[i].file = parse_name(fields, entry, "file");
        app->settings[i].value = field_string(fields, entry, "value");
        field_leave(fields, mark);
    }
}

static void parse_handlers(struct fields *fields, json_t *json, const char *name, struct handlers *handlers) {
    json_t *array = field_array(fields, json, name);
    handlers->count = json_array_size(array);
    handlers->items = must_alloc(handlers->count, sizeof *handlers->items);
    for (size_t i = 0; i < handlers->count && !fields->error[0]; i++) {
        size_t mark = field_enter(fields, name, (int)i);
        process_parse(fields, json_array_get(array, i), &handlers->items[i]);
        field_leave(fields, mark);
    }
}

struct app_spec *app_parse(struct fields *fields, json_t *json) {
    struct app_spec *app = must_alloc(1, sizeof *app);
    app->json = json_incref(json);
    app->name = parse_name(fields, json, "name");
    app->root = field_path(fields, json, "root");
    app->read_only_root = field_bool(fields, json, "read_only_root");
    parse_settings(fields, json, app);
    ops_parse(fields, json, "setup", &app->setup);
    parse_handlers(fields, json, "pre_start", &app->pre_start);
    json_t *main = field_object(fields, json, "main");
    size_t mark = field_enter(fields, "main", -1);
    process_parse(fields, main, &app->main);
    field_leave(fields, mark);
    parse_handlers(fields, json, "post_stop", &app->post_stop);
    return app;
}

static void handlers_free(struct handlers *handlers) {
    for (size_t i = 0; i < handlers->count; i++) {
        process_spec_clear(&handlers->items[i]);
    }
    free(handlers->items);
}

void app_spec_free(struct app_spec *app) {
    if (app) {
        handlers_free(&app->pre_start);
        handlers_free(&app->post_stop);
        process_spec_clear(&app->main);
        free(app->setup.items);
        free(app->settings);
        json_decref(app->json);
        free(app);
    }
}

bool plan_parse(struct fields *fields, json_t *json, struct plan *plan) {
    *plan = (struct plan){.json = json_incref(json)};
    field_integer(fields, json, "version", 1, 1);
    plan->hostname = field_string(fields, json, "hostname");
    if (strlen(plan->hostname) > 64) {
        field_wrong(fields, "hostname", "'%.100s' must have at most 64 bytes", plan->hostname);
    }
    ops_parse(fields, json, "shared", &plan->shared);
    json_t *apps = field_array(fields, json, "apps");
    plan->app_count = json_array_size(apps);
    plan->apps = must_alloc(plan->app_count, sizeof *plan->apps);
    for (size_t i = 0; i < plan->app_count && !fields->error[0]; i++) {
        size_t mark = field_enter(fields, "apps", (int)i);
        plan->apps[i] = app_parse(fields, json_array_get(apps, i));
        field_leave(fields, mark);
    }
    return !fields->error[0];
}

void plan_free(struct plan *plan) {
    for (size_t i = 0; i < plan->app_count; i++) {
        app_spec_free(plan->apps[i]);
    }
    free(plan->apps);
    free(plan->shared.items);
    json_decref(plan->json);
    *plan = (struct plan){0};
}
