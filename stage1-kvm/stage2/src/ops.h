// Carries out the file operations of a plan.
#ifndef STAGE2_OPS_H
#define STAGE2_OPS_H

#include "failure.h"
#include "plan.h"

// Carries out one after the other inside `root` (O_PATH). Runs while the guest's own root is still "/".
// 0, or -1: *failure says which one failed.
int ops_run(int root, const struct ops *ops, struct failure *failure);

// Applies MS_* flags to the mount at `fd`, to all below too if recursive. -1 with errno, EINVAL for a flag
// that no mount of its own can have.
int mount_apply_flags(int fd, uint64_t flags, bool recursive);

#endif
