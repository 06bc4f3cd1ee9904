#include "loop.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "log.h"

static struct watch *first;
static size_t count;

void loop_add(struct watch *watch) {
    watch->previous = NULL;
    watch->next = first;
    if (first) {
        first->previous = watch;
    }
    first = watch;
    count++;
}

void loop_remove(struct watch *watch) {
    if (watch->fd < 0) {
        return;
    }
    if (watch->previous) {
        watch->previous->next = watch->next;
    } else {
        first = watch->next;
    }
    if (watch->next) {
        watch->next->previous = watch->previous;
    }
    watch->fd = -1;
    count--;
}

int64_t loop_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int timeout_until(int64_t deadline) {
    if (deadline < 0) {
        return -1;
    }
    int64_t left = deadline - loop_now();
    return left <= 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
}

void loop_turn(int64_t deadline) {
    static struct pollfd *polled;
    static struct watch **watches;
    static size_t capacity;
    if (capacity < count) {
        capacity = count * 2;
        free(polled);
        free(watches);
        polled = must_alloc(capacity, sizeof *polled);
        watches = must_alloc(capacity, sizeof *watches);
    }
    size_t used = 0;
    for (struct watch *watch = first; watch; watch = watch->next) {
        if (watch->events) {
            watches[used] = watch;
            polled[used++] = (struct pollfd){.fd = watch->fd, .events = watch->events};
        }
    }
    if (poll(polled, used, timeout_until(deadline)) < 0) {
        if (errno == EINTR) {
            return;
        }
        fatal("poll: %s", strerror(errno));
    }
    for (size_t i = 0; i < used; i++) {
        // A watch can have been removed by one that came before it.
        if (polled[i].revents && watches[i]->fd == polled[i].fd) {
            watches[i]->ready(watches[i], polled[i].revents);
        }
    }
}
