// Keeps the number of inodes that this kernel remembers below what the host can serve: for each inode of the
// share the file server holds a descriptor, and gives it back when the guest forgets the inode.
#ifndef STAGE2_INODES_H
#define STAGE2_INODES_H

#include <stdint.h>

// `limit` as text, from the kernel's command line; NULL: no limit.
void inodes_start(const char *limit);
// Looks at the number when it is time to, and makes the kernel forget what nobody uses.
void inodes_service(void);
int64_t inodes_deadline(void);  // loop_now() time of the next look, negative: never

#endif
