// Parser of file operations.
#include <string.h>
#include <sys/mount.h>

#include "log.h"
#include "plan.h"

static const int64_t NUMBER_MAX = (int64_t)1 << 53;
static const int64_t ID_MAX = 0xfffffffe;  // -1 means "leave it" to the kernel

static void parse_mkdir(struct fields *fields, json_t *json, struct op *op) {
    op->mode = (mode_t)field_integer(fields, json, "mode", 0, 07777);
    op->uid = (uid_t)field_integer(fields, json, "uid", 0, ID_MAX);
    op->gid = (gid_t)field_integer(fields, json, "gid", 0, ID_MAX);
}

static void parse_node(struct fields *fields, json_t *json, struct op *op) {
    op->mode = (mode_t)field_integer(fields, json, "mode", 0, 07777);
    op->major = (unsigned)field_integer(fields, json, "major", 0, 0xfff);
    op->minor = (unsigned)field_integer(fields, json, "minor", 0, 0xfffff);
}

static void parse_symlink(struct fields *fields, json_t *json, struct op *op) {
    op->target = field_string(fields, json, "target");
}

static void parse_file(struct fields *fields, json_t *json, struct op *op) {
    op->mode = (mode_t)field_integer(fields, json, "mode", 0, 07777);
    op->data = field_string(fields, json, "data");
}

static void parse_mount(struct fields *fields, json_t *json, struct op *op) {
    op->source = field_string(fields, json, "source");
    op->fstype = field_string(fields, json, "fstype");
    op->flags = (uint64_t)field_integer(fields, json, "flags", 0, NUMBER_MAX);
    op->data = field_string(fields, json, "data");
}

static void parse_bind(struct fields *fields, json_t *json, struct op *op) {
    op->source = field_path(fields, json, "source");
    op->recursive = field_bool(fields, json, "recursive");
    op->flags = (uint64_t)field_integer(fields, json, "flags", 0, NUMBER_MAX);
}

static const struct {
    const char *name;
    void (*parse)(struct fields *fields, json_t *json, struct op *op);
} KINDS[] = {
    [OP_MKDIR] = {"mkdir", parse_mkdir},
    [OP_NODE] = {"node", parse_node},
    [OP_SYMLINK] = {"symlink", parse_symlink},
    [OP_FILE] = {"file", parse_file},
    [OP_REMOVE_LINK] = {"remove_link", NULL},
    [OP_MOUNT] = {"mount", parse_mount},
    [OP_BIND] = {"bind", parse_bind},
    [OP_HIDE] = {"hide", NULL},
    [OP_READ_ONLY] = {"read_only", NULL},
};

static void parse_op(struct fields *fields, json_t *json, struct op *op) {
    const char *kind = field_string(fields, json, "op");
    size_t i = 0;
    while (i < sizeof KINDS / sizeof *KINDS && strcmp(KINDS[i].name, kind) != 0) {
        i++;
    }
    if (i == sizeof KINDS / sizeof *KINDS) {
        field_wrong(fields, "op", "'%.100s' must be the name of an operation", kind);
        return;
    }
    op->kind = (enum op_kind)i;
    op->name = KINDS[i].name;
    op->path = field_path(fields, json, "path");
    op->optional = json_object_get(json, "optional") && field_bool(fields, json, "optional");
    if (KINDS[i].parse) {
        KINDS[i].parse(fields, json, op);
    }
}

bool ops_parse(struct fields *fields, json_t *parent, const char *name, struct ops *ops) {
    json_t *array = field_array(fields, parent, name);
    ops->count = json_array_size(array);
    ops->items = must_alloc(ops->count, sizeof *ops->items);
    for (size_t i = 0; i < ops->count && !fields->error[0]; i++) {
        size_t mark = field_enter(fields, name, (int)i);
        parse_op(fields, json_array_get(array, i), &ops->items[i]);
        field_leave(fields, mark);
    }
    return !fields->error[0];
}
