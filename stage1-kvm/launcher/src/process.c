#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "launcher.h"

void open_standard_fds(void) {
    for (int fd = 0; fd < 3; fd++) {
        // open takes the lowest free number, and those below are taken.
        if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDWR) < 0) {
            die("cannot open '/dev/null': %s", strerror(errno));
        }
    }
}

void close_other_fds(int keep) {
    int failed = 0;
    if (keep > 3) {
        failed = close_range(3, (unsigned)keep - 1, 0);
    }
    if (failed < 0 || close_range(keep < 3 ? 3 : (unsigned)keep + 1, ~0u, 0) < 0) {
        die("close_range: %s", strerror(errno));
    }
}

static int is_ignored(int number) {
    struct sigaction action;
    return sigaction(number, NULL, &action) == 0 && !(action.sa_flags & SA_SIGINFO) && action.sa_handler == SIG_IGN;
}

void reset_signals(int keep_ignored) {
    // The kernel's own call, for the C library's refuses the two signals that it keeps for itself, and some parents
    // leave those ignored. All zero is SIG_DFL in the kernel's structure. It fails for SIGKILL and SIGSTOP only.
    static const unsigned long DEFAULT[4];
    for (int number = 1; number < NSIG; number++) {
        int asked = number == SIGHUP || number == SIGINT;
        if (!keep_ignored || !asked || !is_ignored(number)) {
            syscall(SYS_rt_sigaction, number, DEFAULT, NULL, sizeof(unsigned long));
        }
    }
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
}
