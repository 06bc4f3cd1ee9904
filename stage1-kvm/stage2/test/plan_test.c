// The parser of plans: the shared full plan value by value, what it must refuse and how it says so, mutations.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../src/base64.h"
#include "../src/plan.h"
#include "../src/plan_check.h"
#include "check.h"

static char *full_text;
static size_t full_length;

static json_t *full_plan(void) {
    json_t *json = json_loadb(full_text, full_length, JSON_REJECT_DUPLICATES, NULL);
    CHECK(json);
    return json;
}

static bool parse(struct fields *fields, json_t *json, struct plan *plan) {
    *fields = (struct fields){0};
    return plan_parse(fields, json, plan) && plan_check(fields, plan->apps, plan->app_count);
}

static void reads_every_field(void) {
    json_t *json = full_plan();
    struct fields fields;
    struct plan plan;
    CHECK(parse(&fields, json, &plan));
    CHECK_TEXT(fields.error, "");
    CHECK_TEXT(plan.hostname, "rkt-5f0c9a2e-8f7b-4a57-9a3e-0a6f3b1c2d4e");
    CHECK_NUMBER((long long)plan.shared.count, 2);
    CHECK_NUMBER(plan.shared.items[0].mode, 01777);
    const struct app_spec *redis = plan.apps[0];
    CHECK_TEXT(redis->name, "redis");
    CHECK(redis->read_only_root);
    CHECK_TEXT(redis->settings[2].value, "80000 100000");
    CHECK_NUMBER((long long)redis->setup.count, 15);
    CHECK(redis->setup.items[2].kind == OP_NODE && redis->setup.items[2].minor == 3);
    CHECK(redis->setup.items[11].optional && !redis->setup.items[10].optional);
    CHECK(redis->setup.items[7].recursive && redis->setup.items[7].flags == 15);
    CHECK_NUMBER((long long)redis->pre_start.count, 1);
    CHECK_NUMBER((long long)redis->post_stop.count, 1);
    const struct process_spec *main = &redis->main;
    CHECK_TEXT(main->argv[2], "6379");
    CHECK_TEXT(main->argv[3], "");
    CHECK(!main->argv[4] && !main->env[4]);
    CHECK(main->uid == 999 && main->gid == 998 && main->groups[1] == 4294967294u && main->group_count == 2);
    CHECK(main->umask == 027 && main->no_new_privs && main->bounding == 0x1ffffffffff);
    CHECK_NUMBER(main->filter.len, 7);
    CHECK(main->filter.filter[0].code == 0x20 && main->filter.filter[6].k == 0x7fff0000);
    CHECK_NUMBER(main->oom_score_adj, -500);
    CHECK(main->limits[1].value.rlim_cur == 0 && main->limits[1].value.rlim_max == RLIM_INFINITY);
    CHECK(main->limits[3].value.rlim_cur == (rlim_t)1 << 53);
    CHECK(main->stdio.streams[0] == 3 && main->stdio.streams[2] == 5 && !main->stdio.tty);
    const struct stdio_spec *tty = &plan.apps[1]->main.stdio;
    CHECK(tty->tty && tty->streams[0] == 8 && tty->streams[1] == 0 && tty->rows == 24 && tty->columns == 80);
    plan_free(&plan);
    json_decref(json);
}

// Sets the value at a path like "apps/0/main/uid"; NULL removes it.
static void change(json_t *json, const char *path, json_t *value) {
    char copy[200];
    snprintf(copy, sizeof copy, "%s", path);
    char *last = strrchr(copy, '/');
    char *name = last ? last + 1 : copy;
    if (last) {
        *last = 0;
        for (char *part = strtok(copy, "/"); part; part = strtok(NULL, "/")) {
            json = json_is_array(json) ? json_array_get(json, (size_t)atoi(part)) : json_object_get(json, part);
        }
    }
    if (json_is_array(json)) {
        json_array_set_new(json, (size_t)atoi(name), value);
    } else if (value) {
        json_object_set_new(json, name, value);
    } else {
        CHECK(json_object_del(json, name) == 0);
    }
}

static void refuses(const char *path, json_t *value, const char *error) {
    json_t *json = full_plan();
    change(json, path, value);
    struct fields fields;
    struct plan plan;
    CHECK(!parse(&fields, json, &plan));
    CHECK_TEXT(fields.error, error);
    plan_free(&plan);
    json_decref(json);
}

static void says_what_is_wrong(void) {
    refuses("version", json_integer(2), "version '2' must be between 1 and 1");
    refuses("apps", NULL, "apps is missing");
    refuses("apps", json_object(), "apps must be an array");
    refuses("apps/0", json_string("x"), "apps[0].name is missing");
    refuses("apps/0/name", json_string("../init"),
            "apps[0].name '../init' must be 1 to 200 of A-Z a-z 0-9 . _ - and not begin with a dot");
    refuses("apps/1/name", json_string("redis"), "name 'redis' must be used by one app only");
    refuses("apps/1/main/stdio/stream", json_integer(4), "stdio '4' must be used by one stream only");
    refuses("apps/0/root", json_string("share"),
            "apps[0].root 'share' must be an absolute path of less than 4096 bytes");
    refuses("apps/0/main/uid", json_integer(-1), "apps[0].main.uid '-1' must be between 0 and 4294967294");
    refuses("apps/0/main/uid", json_real(1.5), "apps[0].main.uid must be an integer");
    refuses("apps/0/main/argv", json_array(), "apps[0].main.argv must hold at least one text");
    refuses("apps/0/main/argv/1", json_integer(1), "apps[0].main.argv must hold texts only");
    refuses("apps/0/main/path", json_string(""), "apps[0].main.path must not be empty");
    refuses("apps/0/main/groups/0", json_integer(4294967295),
            "apps[0].main.groups must hold numbers between 0 and 4294967294");
    refuses("apps/0/main/seccomp", json_string("AAAA"), "apps[0].main.seccomp must be base64 of 1 to 4096 instructions");
    refuses("apps/0/main/seccomp", json_string(""), "apps[0].main.seccomp must be base64 of 1 to 4096 instructions");
    refuses("apps/0/main/rlimits/1/resource", json_integer(16),
            "apps[0].main.rlimits[1].resource '16' must be between 0 and 15");
    refuses("apps/0/main/stdio/mode", json_string("null"), "apps[0].main.stdio.mode 'null' must be pipes or tty");
    refuses("apps/0/main/stdio/stdin", json_integer(2147483648),
            "apps[0].main.stdio.stdin '2147483648' must be between 0 and 2147483647");
    refuses("apps/0/main/no_new_privs", json_integer(1), "apps[0].main.no_new_privs must be true or false");
    refuses("apps/0/pre_start/0/cwd", NULL, "apps[0].pre_start[0].cwd is missing");
    refuses("apps/0/setup/0/op", json_string("exec"), "apps[0].setup[0].op 'exec' must be the name of an operation");
    refuses("apps/0/setup/2/major", json_integer(4096), "apps[0].setup[2].major '4096' must be between 0 and 4095");
    refuses("apps/0/setup/0/optional", json_null(), "apps[0].setup[0].optional must be true or false");
    refuses("apps/0/cgroup/0/file", json_string("../x"),
            "apps[0].cgroup[0].file '../x' must be 1 to 200 of A-Z a-z 0-9 . _ - and not begin with a dot");
    refuses("hostname", json_string("01234567890123456789012345678901234567890123456789012345678901234"),
            "hostname '01234567890123456789012345678901234567890123456789012345678901234' must have at most 64 bytes");
}

static void decodes_base64(void) {
    static const char *const BAD[] = {"A", "AA", "A===", "AA=A", "A*AA", "====", "AAAA=", " AAA"};
    size_t length;
    for (size_t i = 0; i < sizeof BAD / sizeof *BAD; i++) {
        if (!CHECK(!base64_decode(BAD[i], &length))) {
            printf("  '%s'\n", BAD[i]);
        }
    }
    unsigned char *bytes = base64_decode("/+8BAg==", &length);
    CHECK(bytes && length == 4 && !memcmp(bytes, "\xff\xef\x01\x02", 4));
    free(bytes);
}

// Bytes changed, removed, doubled: whatever JSON takes, the parser takes or refuses, with no error of memory.
static void survives_mutations(void) {
    random_start("plan_test");
    int taken = 0;
    for (int round = 0; round < 20000; round++) {
        size_t length = full_length;
        char *text = malloc(length * 2);
        memcpy(text, full_text, length);
        for (uint32_t i = random_below(4) + 1; i; i--) {
            size_t at = random_below((uint32_t)length - 40);
            size_t size = random_below(30) + 1;
            switch (random_below(3)) {
                case 0:
                    text[at] = "0-9\"[]{},:x\\\xff "[random_below(15)];
                    break;
                case 1:
                    memmove(text + at, text + at + size, length - at - size);
                    length -= size;
                    break;
                default:
                    memmove(text + at + size, text + at, length - at);
                    length += size;
            }
        }
        json_t *json = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
        struct fields fields;
        struct plan plan;
        if (json_is_object(json)) {
            bool good = parse(&fields, json, &plan);
            taken += good;
            if (good == (fields.error[0] != 0)) {
                CHECK(!"refused without a reason, or taken with one");
            }
            plan_free(&plan);
        }
        json_decref(json);
        free(text);
    }
    CHECK(taken > 0);
}

// Values replaced by values of all kinds, wherever they are: reaches deeper than bytes do.
static void replace_one(json_t *json) {
    for (int depth = 0; depth < 12; depth++) {
        json_t *next = NULL;
        size_t size = json_is_array(json) ? json_array_size(json) : json_object_size(json);
        if (!size) {
            return;
        }
        uint32_t chosen = random_below((uint32_t)size);
        void *iterator = json_object_iter(json);
        for (uint32_t i = 0; iterator && i < chosen; i++) {
            iterator = json_object_iter_next(json, iterator);
        }
        next = iterator ? json_object_iter_value(iterator) : json_array_get(json, chosen);
        if (random_below(5) == 0) {
            json_t *const values[] = {json_null(),      json_integer(-1), json_integer(INT64_MAX), json_string(""),
                                      json_string("/"), json_array(),     json_object(),           json_real(1e300)};
            json_t *value = json_incref(values[random_below(8)]);
            for (size_t i = 0; i < 8; i++) {
                json_decref(values[i]);
            }
            if (iterator) {
                json_object_iter_set_new(json, iterator, value);
            } else {
                json_array_set_new(json, chosen, value);
            }
            return;
        }
        json = next;
    }
}

static void survives_other_values(void) {
    for (int round = 0; round < 20000; round++) {
        json_t *json = full_plan();
        replace_one(json);
        struct fields fields;
        struct plan plan;
        if (parse(&fields, json, &plan) == (fields.error[0] != 0)) {
            CHECK(!"refused without a reason, or taken with one");
        }
        plan_free(&plan);
        json_decref(json);
    }
}

int main(int count, char **arguments) {
    if (count != 2) {
        printf("usage: plan_test FIXTURES\n");
        return 2;
    }
    char path[1024];
    snprintf(path, sizeof path, "%s/plan-full.json", arguments[1]);
    full_text = read_whole(path, &full_length);
    reads_every_field();
    says_what_is_wrong();
    decodes_base64();
    survives_mutations();
    survives_other_values();
    free(full_text);
    return check_end("plan_test");
}
