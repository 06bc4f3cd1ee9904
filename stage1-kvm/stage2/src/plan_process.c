// Parser of processes.
#include <stdlib.h>
#include <string.h>

#include "base64.h"
#include "log.h"
#include "plan.h"
#include "frame.h"

static const int64_t NUMBER_MAX = (int64_t)1 << 53;
static const int64_t ID_MAX = 0xfffffffe;
enum { GROUPS_MAX = 65536 };  // NGROUPS_MAX of the kernel

static void parse_groups(struct fields *fields, json_t *json, struct process_spec *process) {
    json_t *array = field_array(fields, json, "groups");
    size_t count = json_array_size(array);
    if (count > GROUPS_MAX) {
        field_wrong(fields, "groups", "must hold at most %d numbers", GROUPS_MAX);
        return;
    }
    process->groups = must_alloc(count, sizeof *process->groups);
    process->group_count = count;
    for (size_t i = 0; i < count; i++) {
        json_t *value = json_array_get(array, i);
        int64_t id = json_is_integer(value) ? json_integer_value(value) : -1;
        if (id < 0 || id > ID_MAX) {
            field_wrong(fields, "groups", "must hold numbers between 0 and %lld", (long long)ID_MAX);
        }
        process->groups[i] = (gid_t)id;
    }
}

static rlim_t parse_limit_value(struct fields *fields, json_t *json, const char *name) {
    int64_t value = field_integer(fields, json, name, -1, NUMBER_MAX);
    return value < 0 ? RLIM_INFINITY : (rlim_t)value;
}

static void parse_limits(struct fields *fields, json_t *json, struct process_spec *process) {
    json_t *array = field_array(fields, json, "rlimits");
    process->limit_count = json_array_size(array);
    process->limits = must_alloc(process->limit_count, sizeof *process->limits);
    for (size_t i = 0; i < process->limit_count; i++) {
        size_t mark = field_enter(fields, "rlimits", (int)i);
        json_t *entry = json_array_get(array, i);
        struct limit *limit = &process->limits[i];
        limit->resource = (int)field_integer(fields, entry, "resource", 0, RLIM_NLIMITS - 1);
        limit->value.rlim_cur = parse_limit_value(fields, entry, "soft");
        limit->value.rlim_max = parse_limit_value(fields, entry, "hard");
        field_leave(fields, mark);
    }
}

static void parse_filter(struct fields *fields, json_t *json, struct process_spec *process) {
    if (!json_object_get(json, "seccomp")) {
        return;
    }
    const char *text = field_string(fields, json, "seccomp");
    size_t length = 0;
    unsigned char *bytes = base64_decode(text, &length);
    if (!bytes || !length || length % sizeof(struct sock_filter) ||
        length / sizeof(struct sock_filter) > BPF_MAXINSNS) {
        field_wrong(fields, "seccomp", "must be base64 of 1 to %d instructions", BPF_MAXINSNS);
        free(bytes);
        return;
    }
    // The host and the guest are both little endian x86-64: the bytes are the structure.
    process->filter.filter = (struct sock_filter *)bytes;
    process->filter.len = (unsigned short)(length / sizeof(struct sock_filter));
}

static uint32_t parse_stream(struct fields *fields, json_t *json, const char *name, int64_t least) {
    return (uint32_t)field_integer(fields, json, name, least, STREAM_MAX);
}

static void parse_stdio(struct fields *fields, json_t *json, struct stdio_spec *stdio) {
    const char *mode = field_string(fields, json, "mode");
    stdio->tty = strcmp(mode, "tty") == 0;
    if (stdio->tty) {
        stdio->streams[0] = parse_stream(fields, json, "stream", 1);
        stdio->rows = (unsigned short)field_integer(fields, json, "rows", 0, 0xffff);
        stdio->columns = (unsigned short)field_integer(fields, json, "cols", 0, 0xffff);
    } else if (strcmp(mode, "pipes") == 0) {
        stdio->streams[0] = parse_stream(fields, json, "stdin", 0);
        stdio->streams[1] = parse_stream(fields, json, "stdout", 0);
        stdio->streams[2] = parse_stream(fields, json, "stderr", 0);
    } else {
        field_wrong(fields, "mode", "'%.100s' must be pipes or tty", mode);
    }
}

bool process_parse(struct fields *fields, json_t *json, struct process_spec *process) {
    process->path = field_string(fields, json, "path");
    process->argv = field_strings(fields, json, "argv");
    if (!process->argv[0]) {
        field_wrong(fields, "argv", "must hold at least one text");
    }
    if (!process->path[0]) {
        field_wrong(fields, "path", "must not be empty");
    }
    process->env = field_strings(fields, json, "env");
    process->cwd = field_path(fields, json, "cwd");
    process->uid = (uid_t)field_integer(fields, json, "uid", 0, ID_MAX);
    process->gid = (gid_t)field_integer(fields, json, "gid", 0, ID_MAX);
    parse_groups(fields, json, process);
    process->umask = (mode_t)field_integer(fields, json, "umask", 0, 0777);
    process->bounding = (uint64_t)field_integer(fields, json, "bounding", 0, NUMBER_MAX);
    process->no_new_privs = field_bool(fields, json, "no_new_privs");
    parse_filter(fields, json, process);
    process->oom_score_adj = (int)field_integer(fields, json, "oom_score_adj", -1000, 1000);
    parse_limits(fields, json, process);
    json_t *stdio = field_object(fields, json, "stdio");
    size_t mark = field_enter(fields, "stdio", -1);
    parse_stdio(fields, stdio, &process->stdio);
    field_leave(fields, mark);
    return !fields->error[0];
}

void process_spec_clear(struct process_spec *process) {
    free(process->argv);
    free(process->env);
    free(process->groups);
    free(process->limits);
    free(process->filter.filter);
    *process = (struct process_spec){0};
}
