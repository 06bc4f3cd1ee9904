// The root of an app: a mount namespace of its own, assembled by a process that lives just for that.
#ifndef STAGE2_APP_ROOT_H
#define STAGE2_APP_ROOT_H

#include <stdbool.h>

#include "failure.h"
#include "loop.h"
#include "plan.h"
#include "reap.h"

struct app_root {
    struct child child;
    struct watch report;
    bool forked;
    int mount_namespace;  // once it is ready; else -1
    bool failed;
    struct failure failure;
};

void app_root_start(struct app_root *root, const struct app_spec *spec, int cgroup);
// Between two turns of the loop: brings `mount_namespace` and `failed` up to date.
void app_root_service(struct app_root *root);
void app_root_close(struct app_root *root);

#endif
