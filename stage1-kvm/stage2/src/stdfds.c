#include "stdfds.h"

#include <errno.h>
#include <fcntl.h>
#include <pty.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TTY_GROUP = 5 };  // as devpts' gid option and as in Debian's /etc/group

bool stdfds_declare(const struct stdio_spec *spec, struct stream *streams[3]) {
    for (int i = 0; i < 3; i++) {
        streams[i] = NULL;
        if (!spec->streams[i]) {
            continue;
        }
        enum stream_kind kind = spec->tty ? STREAM_TTY : i == 0 ? STREAM_IN : STREAM_OUT;
        streams[i] = stream_declare(spec->streams[i], kind);
        if (!streams[i]) {
            while (i-- > 0) {
                if (streams[i]) {
                    stream_free(streams[i]);
                }
            }
            return false;
        }
    }
    return true;
}

static int fail(struct failure *failure, const char *what) {
    failure_set(failure, STEP_STDIO, errno, "%s", what);
    return -1;
}

static int open_terminal(const struct process_spec *spec, struct stream *stream, struct stdfds *ends,
                         struct failure *failure) {
    int master = open("/dev/pts/ptmx", O_RDWR | O_NOCTTY | O_NONBLOCK | O_CLOEXEC);
    if (master < 0) {
        return fail(failure, "/dev/pts/ptmx");
    }
    stream_attach(stream, master);
    struct winsize size = {.ws_row = spec->stdio.rows, .ws_col = spec->stdio.columns};
    int locked = 0;
    if (ioctl(master, TIOCSPTLCK, &locked) < 0 || ioctl(master, TIOCSWINSZ, &size) < 0) {
        return fail(failure, "terminal");
    }
    ends->fds[0] = ioctl(master, TIOCGPTPEER, O_RDWR | O_NOCTTY | O_CLOEXEC);
    if (ends->fds[0] < 0 || fchown(ends->fds[0], spec->uid, TTY_GROUP) < 0) {
        return fail(failure, "terminal");
    }
    return 0;
}

// The process' end blocks, as programs expect; ours does not. The process' user owns the pipe, so that it may open
// /dev/stdout.
static int open_pipe(const struct process_spec *spec, int index, struct stream *stream, struct stdfds *ends,
                     struct failure *failure) {
    int fds[2];
    if (pipe2(fds, O_CLOEXEC) < 0) {
        return fail(failure, "pipe");
    }
    int ours = index == 0 ? fds[1] : fds[0];
    ends->fds[index] = index == 0 ? fds[0] : fds[1];
    stream_attach(stream, ours);
    if (fchown(ours, spec->uid, spec->gid) < 0 || fcntl(ours, F_SETFL, O_NONBLOCK) < 0) {
        return fail(failure, "pipe");
    }
    return 0;
}

static int open_null(int index, struct stdfds *ends, struct failure *failure) {
    ends->fds[index] = open("/dev/null", O_RDWR | O_CLOEXEC);
    return ends->fds[index] < 0 ? fail(failure, "/dev/null") : 0;
}

int stdfds_open(const struct process_spec *spec, struct stream *const streams[3], struct stdfds *ends,
               struct failure *failure) {
    *ends = (struct stdfds){{-1, -1, -1}};
    if (spec->stdio.tty) {
        return open_terminal(spec, streams[0], ends, failure);
    }
    for (int i = 0; i < 3; i++) {
        int result = streams[i] ? open_pipe(spec, i, streams[i], ends, failure) : open_null(i, ends, failure);
        if (result < 0) {
            return -1;
        }
    }
    return 0;
}

void stdfds_close(struct stdfds *ends) {
    for (int i = 0; i < 3; i++) {
        if (ends->fds[i] >= 0) {
            close(ends->fds[i]);
            ends->fds[i] = -1;
        }
    }
}

int stdfds_assume(const struct stdio_spec *spec, const struct stdfds *ends, struct failure *failure) {
    if (setsid() < 0) {
        return fail(failure, "setsid");
    }
    // stage2 keeps 0 to 2 open for itself: none of the ends has such a number.
    for (int i = 0; i < 3; i++) {
        if (dup2(ends->fds[spec->tty ? 0 : i], i) < 0) {
            return fail(failure, "dup2");
        }
    }
    if (spec->tty && ioctl(0, TIOCSCTTY, 0) < 0) {
        return fail(failure, "controlling terminal");
    }
    return 0;
}
