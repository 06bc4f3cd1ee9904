// The operations that mount something. Each returns 0, or -1 with errno.
#ifndef STAGE2_OPS_MOUNT_H
#define STAGE2_OPS_MOUNT_H

#include "path.h"
#include "plan.h"

int op_mount(const struct op *op, const struct place *place);
int op_bind(const struct op *op, const struct place *place);
int op_hide(const struct op *op, const struct place *place);
int op_read_only(const struct op *op, const struct place *place);

#endif
