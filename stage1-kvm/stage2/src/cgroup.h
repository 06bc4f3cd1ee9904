// Control groups (v2). Names are relative to where the hierarchy is mounted: "apps/redis/main".
#ifndef STAGE2_CGROUP_H
#define STAGE2_CGROUP_H

#include <stdbool.h>

#define CGROUP_ROOT "/sys/fs/cgroup"

enum { CGROUP_NAME_MAX = 320 };

// Makes "apps" and "guest" and enables all controllers that there are for the apps. Ends the machine if it cannot.
void cgroup_start(void);
void cgroup_enable_controllers(const char *name);  // all that the groups above offer, for the children of `name`
int cgroup_make(const char *name);  // -1 with errno; an existing one is good
int cgroup_open(const char *name);  // directory, for cgroup_spawn; -1 with errno
int cgroup_write(const char *name, const char *file, const char *value);  // -1 with errno
bool cgroup_empty(const char *name);  // no living process in it or below; true if there is no such group
void cgroup_kill(const char *name);   // SIGKILL to all in it and below
void cgroup_signal(const char *name, int signal);  // to all in it and below
void cgroup_remove(const char *name);  // with all below that is empty; what is in use stays
// A descriptor that polls POLLPRI when the group gets or loses its last process; -1 with errno.
int cgroup_events(const char *name);
void cgroup_events_read(int fd);

// fork(2) whose child begins in the group that `cgroup` (from cgroup_open) stands for. -1 with errno.
int cgroup_fork(int cgroup);

#endif
