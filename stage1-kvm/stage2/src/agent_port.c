#include "agent_port.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "log.h"
#include "loop.h"

static const char PORT_NAME[] = "io.stage1kvm.agent";
static const char CLASS[] = "/sys/class/virtio-ports";

enum {
    PATIENCE = 30000,  // ms
    PAUSE = 2,         // ms; the port comes by messages between the kernel and the machine, so it may take a moment
};

static void pause_briefly(void) {
    nanosleep(&(struct timespec){.tv_nsec = PAUSE * 1000000}, NULL);
}

static int has_name(const char *device) {
    char path[300], name[64] = "";
    snprintf(path, sizeof path, "%s/%s/name", CLASS, device);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0) {
        return 0;
    }
    ssize_t length = read(fd, name, sizeof name - 1);
    close(fd);
    name[length > 0 ? length : 0] = 0;
    name[strcspn(name, "\n")] = 0;
    return strcmp(name, PORT_NAME) == 0;
}

static int try_open(void) {
    DIR *directory = opendir(CLASS);
    if (!directory) {
        return -1;
    }
    int fd = -1;
    struct dirent *entry;
    while (fd < 0 && (entry = readdir(directory))) {
        if (entry->d_name[0] != '.' && has_name(entry->d_name)) {
            char path[300];
            snprintf(path, sizeof path, "/dev/%s", entry->d_name);
            fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
        }
    }
    closedir(directory);
    return fd;
}

static int host_is_there(int fd) {
    struct pollfd polled = {.fd = fd, .events = POLLOUT};
    return poll(&polled, 1, 0) >= 0 && !(polled.revents & POLLHUP);
}

int agent_port_open(void) {
    int64_t deadline = loop_now() + PATIENCE;
    int fd = try_open();
    while (fd < 0 && loop_now() < deadline) {
        pause_briefly();
        fd = try_open();
    }
    if (fd < 0) {
        fatal("cannot find virtio-serial port '%s'", PORT_NAME);
    }
    while (!host_is_there(fd)) {
        if (loop_now() >= deadline) {
            fatal("cannot reach the host on port '%s': nobody listens", PORT_NAME);
        }
        pause_briefly();
    }
    return fd;
}
