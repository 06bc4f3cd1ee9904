// What a new process does between fork and execve.
#ifndef STAGE2_CHILD_H
#define STAGE2_CHILD_H

#include <stdnoreturn.h>

#include "plan.h"
#include "stdfds.h"

// Becomes the process of the spec. A failure goes to `report` as struct failure; then it exits.
noreturn void child_main(const struct process_spec *spec, const struct stdfds *ends, int mount_namespace,
                         int report);
// All signals to their default, none blocked.
void child_reset_signals(void);
// Closes what a fork has inherited from stage2: all above 2 but `keep`.
void child_close_others(int keep);

#endif
