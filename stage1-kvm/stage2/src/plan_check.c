// What must be unique in a plan.
#include <stdlib.h>
#include <string.h>

#include "log.h"
#include "plan.h"
#include "plan_check.h"

struct numbers {
    uint32_t *items;
    size_t count;
};

static void add_stdio(struct numbers *numbers, const struct stdio_spec *stdio) {
    for (size_t i = 0; i < 3; i++) {
        if (stdio->streams[i]) {
            numbers->items[numbers->count++] = stdio->streams[i];
        }
    }
}

static void add_app(struct numbers *numbers, const struct app_spec *app) {
    add_stdio(numbers, &app->main.stdio);
    for (size_t i = 0; i < app->pre_start.count; i++) {
        add_stdio(numbers, &app->pre_start.items[i].stdio);
    }
    for (size_t i = 0; i < app->post_stop.count; i++) {
        add_stdio(numbers, &app->post_stop.items[i].stdio);
    }
}

static int compare(const void *left, const void *right) {
    uint32_t a = *(const uint32_t *)left;
    uint32_t b = *(const uint32_t *)right;
    return (a > b) - (a < b);
}

static void check_streams(struct fields *fields, struct app_spec *const *apps, size_t count) {
    size_t processes = 0;
    for (size_t i = 0; i < count; i++) {
        processes += 1 + apps[i]->pre_start.count + apps[i]->post_stop.count;
    }
    struct numbers numbers = {.items = must_alloc(processes * 3, sizeof *numbers.items)};
    for (size_t i = 0; i < count; i++) {
        add_app(&numbers, apps[i]);
    }
    qsort(numbers.items, numbers.count, sizeof *numbers.items, compare);
    for (size_t i = 1; i < numbers.count; i++) {
        if (numbers.items[i] == numbers.items[i - 1]) {
            field_wrong(fields, "stdio", "'%u' must be used by one stream only", numbers.items[i]);
        }
    }
    free(numbers.items);
}

bool plan_check(struct fields *fields, struct app_spec *const *apps, size_t count) {
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < i; j++) {
            if (strcmp(apps[i]->name, apps[j]->name) == 0) {
                field_wrong(fields, "name", "'%s' must be used by one app only", apps[i]->name);
            }
        }
    }
    check_streams(fields, apps, count);
    return !fields->error[0];
}
