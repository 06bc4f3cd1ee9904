// The program that the session's test runs inside of apps: static, so that a root needs nothing else.
//   probe WHAT [ARGUMENT]
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

static void print_lines(const char *path, const char *const *wanted) {
    char line[4096];
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file)) {
        for (int i = 0; wanted[i]; i++) {
            if (strncmp(line, wanted[i], strlen(wanted[i])) == 0) {
                fputs(line, stdout);
            }
        }
    }
    if (file) {
        fclose(file);
    }
}

static void print_file(const char *path) {
    char line[4096];
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file)) {
        printf("%s: %s", path, line);
    }
    if (file) {
        fclose(file);
    }
}

static int report(char **environment) {
    static const char *const STATUS[] = {"Uid:",    "Gid:",    "Groups:",     "CapInh:",  "CapPrm:", "CapEff:", "CapBnd:",
                                         "CapAmb:", "SigBlk:", "NoNewPrivs:", "Seccomp:", "SigIgn:", "Umask:",  NULL};
    char cwd[256];
    printf("cwd %s\n", getcwd(cwd, sizeof cwd));
    for (int i = 0; environment[i]; i++) {
        printf("env %s\n", environment[i]);
    }
    struct rlimit limit;
    getrlimit(RLIMIT_CORE, &limit);
    printf("core %lld %lld\n", (long long)limit.rlim_cur, (long long)limit.rlim_max);
    print_lines("/proc/self/status", STATUS);
    print_file("/proc/self/oom_score_adj");
    print_file("/proc/self/cgroup");
    int others = 0;
    for (int fd = 3; fd < 1024; fd++) {
        others += fcntl(fd, F_GETFD) >= 0;
    }
    printf("open %d\n", others);
    int out = open("/proc/self/fd/1", O_WRONLY);
    printf("stdout %s\n", out >= 0 ? "opens" : strerror(errno));
    return 0;
}

static int files(const char *path) {
    struct stat status;
    if (lstat(path, &status) < 0) {
        printf("%s: %s\n", path, strerror(errno));
    } else {
        printf("%s: mode %o\n", path, status.st_mode);
    }
    int fd = open("/written", O_CREAT | O_WRONLY, 0644);
    printf("write /: %s\n", fd < 0 ? strerror(errno) : "done");
    printf("escape: %s\n", access("/../../share", F_OK) == 0 ? "yes" : "no");
    return 0;
}

static int spam(long size) {
    static char piece[10000];
    for (long done = 0; done < size; done += (long)sizeof piece) {
        for (size_t i = 0; i < sizeof piece; i++) {
            piece[i] = (char)((done + (long)i) % 251);
        }
        size_t now = size - done < (long)sizeof piece ? (size_t)(size - done) : sizeof piece;
        for (size_t sent = 0; sent < now;) {
            ssize_t written = write(1, piece + sent, now - sent);
            if (written < 0) {
                return 9;
            }
            sent += (size_t)written;
        }
    }
    return 0;
}

static int cat(void) {
    char piece[65536];
    ssize_t got;
    while ((got = read(0, piece, sizeof piece)) > 0) {
        for (ssize_t sent = 0; sent < got;) {
            ssize_t written = write(1, piece + sent, (size_t)(got - sent));
            if (written < 0) {
                return 9;
            }
            sent += written;
        }
    }
    return 4;
}

static volatile sig_atomic_t caught;

static void note(int number) {
    caught = number;
}

// Says "up", then waits for a signal and exits with its number; with "deaf", SIGTERM does nothing.
static int wait_signal(int deaf) {
    struct sigaction action = {.sa_handler = note};
    sigaction(SIGTERM, &action, NULL);
    sigaction(SIGHUP, &action, NULL);
    sigaction(SIGWINCH, &action, NULL);
    puts("up");
    while (!caught || (deaf && caught == SIGTERM)) {
        caught = 0;
        pause();
    }
    printf("caught %d\n", caught);
    return caught;
}

// Leaves a process behind that holds stdout and ignores SIGTERM.
static int leave_child(int status) {
    if (fork() == 0) {
        signal(SIGTERM, SIG_IGN);
        for (;;) {
            pause();
        }
    }
    puts("left");
    return status;
}

static int terminal(void) {
    struct winsize size;
    printf("tty %d%d%d\n", isatty(0), isatty(1), isatty(2));
    printf("leader %d\n", tcgetsid(0) == getpid());
    for (;;) {
        char line[100];
        ioctl(0, TIOCGWINSZ, &size);
        printf("size %d %d\n", size.ws_row, size.ws_col);
        if (!fgets(line, sizeof line, stdin) || !strcmp(line, "end\n")) {
            return 3;
        }
        printf("line %s", line);
    }
}

int main(int count, char **arguments, char **environment) {
    const char *what = count > 1 ? arguments[1] : "";
    const char *value = count > 2 ? arguments[2] : "";
    setvbuf(stdout, NULL, _IOLBF, 0);
    if (!strcmp(what, "report")) {
        return report(environment);
    } else if (!strcmp(what, "print")) {
        print_file(value);
        return 0;
    } else if (!strcmp(what, "files")) {
        return files(value);
    } else if (!strcmp(what, "exit")) {
        return atoi(value);
    } else if (!strcmp(what, "kill")) {
        return kill(getpid(), atoi(value));
    } else if (!strcmp(what, "say")) {
        puts(value);
        return 0;
    } else if (!strcmp(what, "spam")) {
        return spam(atol(value));
    } else if (!strcmp(what, "cat")) {
        return cat();
    } else if (!strcmp(what, "close")) {
        close(0);
        return wait_signal(0);
    } else if (!strcmp(what, "wait")) {
        return wait_signal(0);
    } else if (!strcmp(what, "deaf")) {
        return wait_signal(1);
    } else if (!strcmp(what, "leave")) {
        return leave_child(atoi(value));
    } else if (!strcmp(what, "tty")) {
        return terminal();
    } else if (!strcmp(what, "mkdir")) {
        return mkdir(value, 0755) < 0 ? errno : 0;
    }
    return 99;
}
