// The one poll(2) of stage2. Nothing that hangs on it may be freed while it runs: ready() functions only take
// notes and move bytes; objects are freed by the service functions that the session calls between two turns.
#ifndef STAGE2_LOOP_H
#define STAGE2_LOOP_H

#include <stdint.h>

struct watch {
    int fd;        // negative: not watched
    short events;  // 0: not watched in this turn
    void (*ready)(struct watch *watch, short events);
    struct watch *next, *previous;
};

void loop_add(struct watch *watch);
void loop_remove(struct watch *watch);  // also sets fd to -1; the descriptor stays open
// Waits for the first event or until `deadline` (loop_now() time, negative: for ever).
void loop_turn(int64_t deadline);
int64_t loop_now(void);  // CLOCK_MONOTONIC in milliseconds

#endif
