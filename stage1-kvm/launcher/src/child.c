// child PARENT [--listen SOCKET] [--] COMMAND ARGUMENT...
// Runs a helper (QEMU, virtiofsd) that dies with the process PARENT that starts it, inherits nothing above
// descriptor 2 (the pod's lock above all) and does not get the terminal's signals. With --listen it gets as descriptor
// 3 a unix socket that already listens: others may connect before the helper is up, and a helper that would make the
// socket itself leaves no lock file for it (virtiofsd does, below /run).
//
// The kernel sends the signal when the *thread* ends that has started the helper: in Java, start it from a
// platform thread that lives as long as the pod.
#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "launcher.h"

enum { STATUS_NOT_RUN = 127 };

static noreturn void refuse(const char *what, const char *object, const char *reason) {
    dprintf(STDERR_FILENO, "stage1-kvm: %s '%s': %s\n", what, object, reason);
    exit(STATUS_NOT_RUN);
}

static pid_t parse_pid(const char *text) {
    char *end;
    errno = 0;
    long number = strtol(text, &end, 10);
    if (errno || *end || end == text || number < 1 || number > INT_MAX) {
        refuse("cannot use parent", text, "not a process id");
    }
    return (pid_t)number;
}

void child_main(int count, char **arguments) {
    int command = 2;
    const char *socket_path = NULL;
    if (count > 3 && strcmp(arguments[2], "--listen") == 0) {
        socket_path = arguments[3];
        command = 4;
    }
    if (count > command && strcmp(arguments[command], "--") == 0) {
        command++;
    }
    if (count <= command) {
        dprintf(STDERR_FILENO, "usage: child PARENT [--listen SOCKET] [--] COMMAND ARGUMENT...\n");
        exit(STATUS_NOT_RUN);
    }
    pid_t parent = parse_pid(arguments[1]);
    if (prctl(PR_SET_PDEATHSIG, SIGKILL) < 0) {
        refuse("cannot die with parent", arguments[1], strerror(errno));
    }
    // Only now is it sure that the signal will come: the parent may have ended before.
    if (getppid() != parent) {
        refuse("cannot run for parent", arguments[1], "it has ended");
    }
    close_other_fds(-1);
    reset_signals(0);
    if (setsid() < 0 && setpgid(0, 0) < 0) {
        refuse("cannot leave process group of parent", arguments[1], strerror(errno));
    }
    if (socket_path && listen_on(socket_path) < 0) {
        refuse("cannot listen on", socket_path, strerror(errno));
    }
    execvp(arguments[command], arguments + command);
    refuse("cannot execute", arguments[command], strerror(errno));
}
