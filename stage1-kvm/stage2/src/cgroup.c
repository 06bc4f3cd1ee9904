#include "cgroup.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "log.h"

enum { PATH_SIZE = CGROUP_NAME_MAX + 300 };

static void path_of(char path[PATH_SIZE], const char *name, const char *file) {
    snprintf(path, PATH_SIZE, "%s/%s%s%s", CGROUP_ROOT, name, *file ? "/" : "", file);
}

int cgroup_make(const char *name) {
    char path[PATH_SIZE];
    path_of(path, name, "");
    return mkdir(path, 0755) < 0 && errno != EEXIST ? -1 : 0;
}

int cgroup_open(const char *name) {
    char path[PATH_SIZE];
    path_of(path, name, "");
    return open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

int cgroup_write(const char *name, const char *file, const char *value) {
    char path[PATH_SIZE];
    path_of(path, name, file);
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0) {
        return -1;
    }
    size_t length = strlen(value);
    int result = write(fd, value, length) == (ssize_t)length ? 0 : -1;
    int error = errno;
    close(fd);
    errno = error;
    return result;
}

void cgroup_enable_controllers(const char *name) {
    static const char *const WANTED[] = {"cpu", "memory", "pids", "io", "cpuset"};
    char path[PATH_SIZE];
    path_of(path, name, "cgroup.controllers");
    char offered[256] = " ";
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    ssize_t length = fd < 0 ? -1 : read(fd, offered + 1, sizeof offered - 3);
    if (length < 0) {
        fatal("cannot read '%s': %s", path, strerror(errno));
    }
    close(fd);
    offered[1 + length] = 0;
    offered[1 + strcspn(offered + 1, "\n")] = 0;
    strcat(offered, " ");
    char value[256] = "";
    for (size_t i = 0; i < sizeof WANTED / sizeof *WANTED; i++) {
        char word[16];
        snprintf(word, sizeof word, " %s ", WANTED[i]);
        if (strstr(offered, word)) {
            snprintf(value + strlen(value), sizeof value - strlen(value), "+%s ", WANTED[i]);
        }
    }
    if (value[0] && cgroup_write(name, "cgroup.subtree_control", value) < 0) {
        fatal("cannot enable controllers '%s' in cgroup '/%s': %s", value, name, strerror(errno));
    }
}

void cgroup_start(void) {
    static const char *const GROUPS[] = {"apps", "guest"};
    for (size_t i = 0; i < sizeof GROUPS / sizeof *GROUPS; i++) {
        if (cgroup_make(GROUPS[i]) < 0) {
            fatal("cannot make cgroup '/%s': %s", GROUPS[i], strerror(errno));
        }
    }
    // stage2 itself stays in the root group: moving a process waits for all CPUs, some 30 ms under emulation.
    cgroup_enable_controllers("");
    cgroup_enable_controllers("apps");
}

int cgroup_events(const char *name) {
    char path[PATH_SIZE];
    path_of(path, name, "cgroup.events");
    return open(path, O_RDONLY | O_CLOEXEC);
}

static bool populated(int fd) {
    char text[128];
    ssize_t length = pread(fd, text, sizeof text - 1, 0);
    text[length > 0 ? length : 0] = 0;
    return strstr(text, "populated 1") != NULL;
}

void cgroup_events_read(int fd) {
    populated(fd);  // a read is what arms the next POLLPRI
}

bool cgroup_empty(const char *name) {
    int fd = cgroup_events(name);
    if (fd < 0) {
        return true;
    }
    bool result = !populated(fd);
    close(fd);
    return result;
}

void cgroup_kill(const char *name) {
    if (cgroup_write(name, "cgroup.kill", "1") < 0 && errno != ENOENT) {
        log_line("cannot kill cgroup '/%s': %s", name, strerror(errno));
    }
}

// Calls `visit` for each group directly below.
static void for_each_child(const char *name, void (*visit)(const char *child, int argument), int argument) {
    char path[PATH_SIZE];
    path_of(path, name, "");
    DIR *directory = opendir(path);
    if (!directory) {
        return;
    }
    struct dirent *entry;
    while ((entry = readdir(directory))) {
        if (entry->d_type == DT_DIR && entry->d_name[0] != '.') {
            char child[CGROUP_NAME_MAX];
            snprintf(child, sizeof child, "%s/%.*s", name, (int)(sizeof child - strlen(name) - 2), entry->d_name);
            visit(child, argument);
        }
    }
    closedir(directory);
}

void cgroup_signal(const char *name, int signal) {
    char path[PATH_SIZE];
    path_of(path, name, "cgroup.procs");
    FILE *file = fopen(path, "re");
    if (file) {
        int pid;
        while (fscanf(file, "%d", &pid) == 1) {
            if (pid > 1) {
                kill(pid, signal);
            }
        }
        fclose(file);
    }
    for_each_child(name, cgroup_signal, signal);
}

static void remove_one(const char *name, int argument) {
    (void)argument;
    for_each_child(name, remove_one, 0);
    char path[PATH_SIZE];
    path_of(path, name, "");
    rmdir(path);  // EBUSY: descendants of a command live on in it
}

void cgroup_remove(const char *name) {
    remove_one(name, 0);
}

int cgroup_fork(int cgroup) {
    struct clone_args arguments = {
        .flags = CLONE_INTO_CGROUP,
        .exit_signal = SIGCHLD,
        .cgroup = (uint64_t)cgroup,
    };
    return (int)syscall(SYS_clone3, &arguments, sizeof arguments);
}
