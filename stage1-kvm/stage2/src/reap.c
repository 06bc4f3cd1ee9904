#include "reap.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/signalfd.h>
#include <sys/wait.h>
#include <unistd.h>

#include "log.h"
#include "loop.h"

static struct child *children;
static struct watch watch = {.fd = -1};

static void note_end(pid_t pid, int status) {
    for (struct child **link = &children; *link; link = &(*link)->next) {
        struct child *child = *link;
        if (child->pid == pid) {
            child->ended = true;
            child->status = status;
            *link = child->next;
            return;
        }
    }
}

static void reap_ready(struct watch *ready, short events) {
    (void)events;
    struct signalfd_siginfo info;
    while (read(ready->fd, &info, sizeof info) == sizeof info) {
    }
    int status;
    pid_t pid;
    while ((pid = waitpid(-1, &status, WNOHANG)) > 0) {
        note_end(pid, status);
    }
}

void reap_start(void) {
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGCHLD);
    sigprocmask(SIG_BLOCK, &set, NULL);
    int fd = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    if (fd < 0) {
        fatal("signalfd: %s", strerror(errno));
    }
    watch = (struct watch){.fd = fd, .events = POLLIN, .ready = reap_ready};
    loop_add(&watch);
}

void reap_stop(void) {
    int fd = watch.fd;
    loop_remove(&watch);
    close(fd);
}

void reap_add(struct child *child, pid_t pid) {
    *child = (struct child){.pid = pid, .next = children};
    children = child;
}

void reap_forget(struct child *child) {
    for (struct child **link = &children; *link; link = &(*link)->next) {
        if (*link == child) {
            *link = child->next;
            return;
        }
    }
}

int child_exit_status(const struct child *child) {
    return WIFEXITED(child->status) ? WEXITSTATUS(child->status) : 0;
}

int child_signal(const struct child *child) {
    return WIFSIGNALED(child->status) ? WTERMSIG(child->status) : 0;
}
