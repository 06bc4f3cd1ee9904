#include "inodes.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "log.h"
#include "loop.h"

static const int64_t CALM = 1000, BUSY = 100;  // ms between two looks
static const char COUNT[] = "/proc/sys/fs/inode-nr", FORGET[] = "/proc/sys/vm/drop_caches";

static long limit;           // 0: none
static long left;            // how many the last forgetting has left
static int64_t next = -1;

void inodes_start(const char *text) {
    limit = text ? strtol(text, NULL, 10) : 0;
    next = limit > 0 ? loop_now() + CALM : -1;
}

// The first number of the file: inodes in memory, of all file systems.
static long count(void) {
    char text[64];
    int fd = open(COUNT, O_RDONLY | O_CLOEXEC);
    ssize_t got = fd < 0 ? -1 : read(fd, text, sizeof text - 1);
    if (fd >= 0) {
        close(fd);
    }
    if (got <= 0) {
        return 0;
    }
    text[got] = 0;
    return strtol(text, NULL, 10);
}

// 2: dentries and inodes, no pages of files.
static void forget(void) {
    int fd = open(FORGET, O_WRONLY | O_CLOEXEC);
    if (fd < 0 || write(fd, "2", 1) != 1) {
        log_line("cannot write '%s': %s", FORGET, strerror(errno));
    }
    if (fd >= 0) {
        close(fd);
    }
}

void inodes_service(void) {
    if (next < 0 || loop_now() < next) {
        return;
    }
    long now = count();
    // What is in use stays: to try again is worth it only when many have come since.
    if (now > limit && now > left + left / 8) {
        forget();
        left = count();
    }
    next = loop_now() + (now > limit / 2 ? BUSY : CALM);
}

int64_t inodes_deadline(void) {
    return next;
}
