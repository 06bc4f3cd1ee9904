// Waits for children. As PID 1, stage2 is also the parent of every process that has lost its own.
#ifndef STAGE2_REAP_H
#define STAGE2_REAP_H

#include <stdbool.h>
#include <sys/types.h>

struct child {
    pid_t pid;
    bool ended;
    int status;  // as from waitpid(2)
    struct child *next;
};

void reap_start(void);  // SIGCHLD comes through the loop from here on
void reap_stop(void);   // for the tests
void reap_add(struct child *child, pid_t pid);
void reap_forget(struct child *child);  // before the memory of a child that has not ended goes away

// Exit status 0 to 255 or, with a signal, 0 and the signal's number.
int child_exit_status(const struct child *child);
int child_signal(const struct child *child);

#endif
