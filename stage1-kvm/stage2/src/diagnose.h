// execve answers ENOENT for a program whose interpreter is missing, too. This finds out which file it is.
#ifndef STAGE2_DIAGNOSE_H
#define STAGE2_DIAGNOSE_H

#include <stdbool.h>

#include "failure.h"

// If the program is there and its interpreter ("#!" or ELF) is not: puts that path into the failure.
bool diagnose_missing(const char *program, struct failure *failure);

#endif
