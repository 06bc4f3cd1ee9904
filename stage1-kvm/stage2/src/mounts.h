// The guest's own root.
#ifndef STAGE2_MOUNTS_H
#define STAGE2_MOUNTS_H

// Makes a tmpfs the root, with all that docs/protocol.md says lies in it but the share. Ends the machine if it cannot.
void mounts_start(void);
void mounts_share(void);  // virtiofs on /share; ends the machine if it cannot
void mounts_end(void);    // file systems are synced, the share is gone

#endif
