// Who a process is and what it may do. All of it runs in the new process, before execve.
#ifndef STAGE2_IDENTITY_H
#define STAGE2_IDENTITY_H

#include "failure.h"
#include "plan.h"

// Groups, bounding set, user, no_new_privs and filter, in the one order in which each step may still be done.
// After it the only system call left is execve. 0, or -1: *failure.
int identity_assume(const struct process_spec *spec, struct failure *failure);

#endif
