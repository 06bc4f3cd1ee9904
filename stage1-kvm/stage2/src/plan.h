// The plan of the host as values: checked completely before anything is done. Texts are borrowed from the JSON
// document, which the plan or app holds.
#ifndef STAGE2_PLAN_H
#define STAGE2_PLAN_H

#include <jansson.h>
#include <linux/filter.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/resource.h>
#include <sys/types.h>

#include "field.h"

enum op_kind {
    OP_MKDIR,
    OP_NODE,
    OP_SYMLINK,
    OP_FILE,
    OP_REMOVE_LINK,
    OP_MOUNT,
    OP_BIND,
    OP_HIDE,
    OP_READ_ONLY,
};

struct op {
    enum op_kind kind;
    const char *name;    // of the kind, for messages
    const char *path;    // inside the app's root
    const char *source;  // bind: in the guest's root; mount: what the file system wants
    const char *fstype;
    const char *data;    // file: its text; mount: options
    const char *target;  // symlink
    mode_t mode;
    uid_t uid;
    gid_t gid;
    unsigned major, minor;
    uint64_t flags;  // MS_*
    bool recursive, optional;
};

struct ops {
    struct op *items;
    size_t count;
};

struct stdio_spec {
    bool tty;
    uint32_t streams[3];  // of fd 0, 1, 2; 0: /dev/null. A tty has its one stream in streams[0]
    unsigned short rows, columns;
};

struct limit {
    int resource;
    struct rlimit value;
};

struct process_spec {
    const char *path;
    char **argv, **env;
    const char *cwd;
    uid_t uid;
    gid_t gid;
    gid_t *groups;
    size_t group_count;
    mode_t umask;
    uint64_t bounding;
    bool no_new_privs;
    struct sock_fprog filter;  // len 0: none
    int oom_score_adj;
    struct limit *limits;
    size_t limit_count;
    struct stdio_spec stdio;
};

struct handlers {
    struct process_spec *items;
    size_t count;
};

struct cgroup_setting {
    const char *file, *value;
};

struct app_spec {
    json_t *json;
    const char *name, *root;
    bool read_only_root;
    struct cgroup_setting *settings;
    size_t setting_count;
    struct ops setup;
    struct handlers pre_start, post_stop;
    struct process_spec main;
};

struct plan {
    json_t *json;
    const char *hostname;
    struct ops shared;
    struct app_spec **apps;
    size_t app_count;
};

// Each answers whether the JSON was good; if not, fields->error says what is wrong. What they make is to be freed
// in both cases.
bool plan_parse(struct fields *fields, json_t *json, struct plan *plan);
void plan_free(struct plan *plan);  // not the apps: they belong to whoever took them out (NULL in the array)

struct app_spec *app_parse(struct fields *fields, json_t *json);
void app_spec_free(struct app_spec *app);

bool process_parse(struct fields *fields, json_t *json, struct process_spec *process);
void process_spec_clear(struct process_spec *process);

bool ops_parse(struct fields *fields, json_t *parent, const char *name, struct ops *ops);

#endif
