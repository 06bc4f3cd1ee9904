// Runs the launcher in an image of its own making, with fake_java in place of java.
//   launcher_test LAUNCHER FAKE_JAVA
// As root: `run` makes a mount namespace. Otherwise those cases are skipped, and the last line says so.
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static char rootfs[64];
static char output[65536];
static int failures, checks;

#define CHECK(condition) check(condition, #condition, __func__, __LINE__)

static void check(int good, const char *condition, const char *function, int line) {
    checks++;
    if (!good) {
        failures++;
        printf("FAILED %s, line %d: %s\n--- output:\n%s---\n", function, line, condition, output);
    }
}

__attribute__((format(printf, 1, 2))) static const char *text(const char *format, ...) {
    static char buffers[8][512];
    static int next;
    char *buffer = buffers[next++ % 8];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(buffer, sizeof buffers[0], format, arguments);
    va_end(arguments);
    return buffer;
}

static int has(const char *part) {
    return strstr(output, part) != NULL;
}

static void must(int result, const char *what) {
    if (result < 0) {
        printf("launcher_test: %s: %s\n", what, strerror(errno));
        exit(2);
    }
}

static void copy(const char *from, const char *to) {
    char command[600];
    snprintf(command, sizeof command, "cp '%s' '%s'", from, to);
    must(system(command) == 0 ? 0 : -1, command);
}

static void write_options(const char *content) {
    FILE *file = fopen(text("%s/usr/lib/stage1-kvm/jvm.options", rootfs), "w");
    must(file ? 0 : -1, "jvm.options");
    fputs(content, file);
    fclose(file);
}

static void make_image(const char *launcher, const char *java) {
    strcpy(rootfs, "/tmp/launcher_test.XXXXXX");
    must(mkdtemp(rootfs) ? 0 : -1, rootfs);
    must(system(text("mkdir -p %s/usr/lib/stage1-kvm/runtime/bin", rootfs)) ? -1 : 0, "mkdir");
    copy(launcher, text("%s/init", rootfs));
    must(symlink("init", text("%s/enter", rootfs)), "enter");
    must(link(text("%s/init", rootfs), text("%s/gc", rootfs)), "gc");
    must(symlink("../../../init", text("%s/usr/lib/stage1-kvm/child", rootfs)), "child");
    must(symlink("init", text("%s/bogus", rootfs)), "bogus");
    copy(java, text("%s/usr/lib/stage1-kvm/runtime/bin/java", rootfs));
    write_options("# a comment\n-Xshare:auto\n\n  -cp  \n@LIB@/lib/a.jar:@LIB@/lib/b.jar\r\nio.example.Main");
}


// Runs the file of the image with the arguments; its stdout and stderr go to `output`. Exit status, or 1000 + signal.
static int run(void (*prepare)(void), const char *name, ...) {
    char *arguments[16] = {(char *)text("%s/%s", rootfs, name)};
    va_list more;
    va_start(more, name);
    for (int i = 1; i < 15 && (arguments[i] = va_arg(more, char *)); i++) {
    }
    va_end(more);
    int fds[2];
    must(pipe(fds), "pipe");
    pid_t pid = fork();
    must(pid, "fork");
    if (pid == 0) {
        dup2(fds[1], 1);
        dup2(fds[1], 2);
        close(fds[0]);
        close(fds[1]);
        if (prepare) {
            prepare();
        }
        execv(arguments[0], arguments);
        _exit(99);
    }
    close(fds[1]);
    size_t used = 0;
    ssize_t got;
    while (used < sizeof output - 1 && (got = read(fds[0], output + used, sizeof output - 1 - used)) > 0) {
        used += (size_t)got;
    }
    output[used] = 0;
    close(fds[0]);
    int status;
    must(waitpid(pid, &status, 0), "waitpid");
    return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
}

static void hold_lock(void) {
    dup2(open("/etc", O_RDONLY), 57);  // and leaves another one open
    dup2(57, 9);
    setenv("RKT_LOCK_FD", "57", 1);
    setenv("OTHER", "a b", 1);
    umask(0);
    signal(SIGPIPE, SIG_IGN);
    setenv("JAVA_TOOL_OPTIONS", "-Dfrom=tool", 1);
    setenv("_JAVA_OPTIONS", "-Dfrom=all", 1);
    setenv("JDK_JAVA_OPTIONS", "-Dfrom=jdk", 1);
    sigset_t all;
    sigfillset(&all);
    sigprocmask(SIG_BLOCK, &all, NULL);
}

static void run_gives_a_clean_process(void) {
    int status = run(hold_lock, "init", "--net=default", "--hostname=", "a \"b\" $c", NULL);
    CHECK(status == 37);
    CHECK(has(text("arg %s/usr/lib/stage1-kvm/runtime/bin/java\narg -Xshare:auto\narg -cp\n"
                   "arg %s/usr/lib/stage1-kvm/lib/a.jar:%s/usr/lib/stage1-kvm/lib/b.jar\narg io.example.Main\n"
                   "arg run\narg --net=default\narg --hostname=\narg a \"b\" $c\nenv",
                   rootfs, rootfs, rootfs)));
    CHECK(has(text("env STAGE1_KVM_LIB=%s/usr/lib/stage1-kvm\n", rootfs)));
    CHECK(has("env STAGE1_KVM_LAUNCHER_NS=") && !has("LAUNCHER_NS=(unset)"));
    CHECK(has("env RKT_LOCK_FD=57\n"));
    CHECK(has("env OTHER=a b\n"));
    CHECK(has("env JAVA_TOOL_OPTIONS=(unset)\nenv _JAVA_OPTIONS=(unset)\nenv JDK_JAVA_OPTIONS=(unset)\n"));
    CHECK(has("fd 57 /etc\n"));
    CHECK(!has("fd 9 "));
    CHECK(has("umask 022\n"));
    CHECK(has("SigBlk:\t0000000000000000\n"));
    CHECK(has("SigIgn:\t0000000000000000\n"));
    CHECK(!has(" shared:"));
    char namespace[64] = "";
    must((int)readlink("/proc/self/ns/mnt", namespace, sizeof namespace - 1), "readlink");
    CHECK(has("namespace mnt:[") && !has(namespace));
}

static void ignore_terminal(void) {
    signal(SIGHUP, SIG_IGN);
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
}

// SIGHUP and SIGINT are the first two bits.
static void nohup_is_obeyed(void) {
    CHECK(run(ignore_terminal, "init", NULL) == 37);
    CHECK(has("SigIgn:\t0000000000000003\n"));
}

static void close_all(void) {
    close(0);
    setenv("RKT_LOCK_FD", "notanumber", 1);
    dup2(1, 8);
}

static void enter_stays_in_the_namespace_and_keeps_nothing(void) {
    CHECK(run(close_all, "enter", "--pid=7", "--", "sh", NULL) == 37);
    CHECK(has("arg enter\narg --pid=7\narg --\narg sh\nenv"));
    CHECK(has("env RKT_LOCK_FD=(unset)\n"));
    CHECK(has("fd 0 /dev/null\n"));
    CHECK(!has("fd 8 ") && !has("fd 3 "));
    char namespace[64] = "";
    must((int)readlink("/proc/self/ns/mnt", namespace, sizeof namespace - 1), "readlink");
    CHECK(has(namespace));
}

static void hard_link_finds_its_image_too(void) {
    CHECK(run(NULL, "gc", NULL) == 37);
    CHECK(has(text("arg io.example.Main\narg gc\nenv STAGE1_KVM_LIB=%s/", rootfs)));
}

static void bad_number(void) {
    setenv("RKT_LOCK_FD", "2", 1);
}

static void not_open(void) {
    setenv("RKT_LOCK_FD", "900", 1);
}

static void refuses_bad_lock(void) {
    CHECK(run(bad_number, "init", NULL) == 254);
    CHECK(!strcmp(output, "stage1-kvm: RKT_LOCK_FD '2' must be the number of a file descriptor above 2\n"));
    CHECK(run(not_open, "init", NULL) == 254);
    CHECK(!strcmp(output, "stage1-kvm: cannot use RKT_LOCK_FD '900': Bad file descriptor\n"));
}

static void refuses_unknown_name(void) {
    CHECK(run(NULL, "bogus", NULL) == 254);
    CHECK(!strcmp(output, "stage1-kvm: unknown entrypoint 'bogus'\n"));
}

static void says_what_is_missing(void) {
    char java[128];
    snprintf(java, sizeof java, "%s/usr/lib/stage1-kvm/runtime/bin/java", rootfs);
    must(rename(java, text("%s.away", java)), "rename");
    CHECK(run(NULL, "enter", NULL) == 254);
    CHECK(!strcmp(output, text("stage1-kvm: cannot execute '%s': No such file or directory\n", java)));
    must(rename(text("%s.away", java), java), "rename");
    write_options("# nothing\n");
    CHECK(run(NULL, "enter", NULL) == 254);
    CHECK(!strcmp(output, text("stage1-kvm: cannot read '%s/usr/lib/stage1-kvm/jvm.options': it names no main class\n",
                               rootfs)));
    must(unlink(text("%s/usr/lib/stage1-kvm/jvm.options", rootfs)), "unlink");
    CHECK(run(NULL, "enter", NULL) == 254);
    CHECK(!strcmp(output, text("stage1-kvm: cannot read '%s/usr/lib/stage1-kvm/jvm.options': No such file or "
                               "directory\n", rootfs)));
}

static const char CHILD[] = "usr/lib/stage1-kvm/child";

static void child_runs_a_command_in_its_own_session(void) {
    const char *me = text("%d", getpid());
    CHECK(run(hold_lock, CHILD, me, "--", text("%s/usr/lib/stage1-kvm/runtime/bin/java", rootfs), "-x", NULL) == 37);
    CHECK(has("arg -x\n") && has("session 1\n") && !has("fd 57") && !has("fd 9"));
    CHECK(has("SigBlk:\t0000000000000000\n"));
    CHECK(run(NULL, CHILD, me, "sh", "-c", "exit 5", NULL) == 5);
}

static void child_hands_over_a_listening_socket(void) {
    const char *me = text("%d", getpid());
    const char *path = text("%s/listen.sock", rootfs);
    const char *look = text("test -S %s && test ! -e %s.new && readlink /proc/$$/fd/3", path, path);
    CHECK(run(hold_lock, CHILD, me, "--listen", path, "--", "sh", "-c", look, NULL) == 0);
    CHECK(has("socket:["));
    must(unlink(path), "unlink");
    CHECK(run(NULL, CHILD, me, "--listen", "/no/such/socket", "true", NULL) == 127);
    CHECK(!strcmp(output, "stage1-kvm: cannot listen on '/no/such/socket': No such file or directory\n"));
    static char longest[109];
    memset(longest, 'x', sizeof longest - 1);
    CHECK(run(NULL, CHILD, me, "--listen", longest, "true", NULL) == 127);
    CHECK(has("File name too long"));
}

static void child_refuses(void) {
    CHECK(run(NULL, CHILD, "1", "--", "true", NULL) == 127);
    CHECK(!strcmp(output, "stage1-kvm: cannot run for parent '1': it has ended\n"));
    CHECK(run(NULL, CHILD, "0x", "true", NULL) == 127);
    CHECK(!strcmp(output, "stage1-kvm: cannot use parent '0x': not a process id\n"));
    CHECK(run(NULL, CHILD, "1", "--", NULL) == 127);
    CHECK(!strcmp(output, "usage: child PARENT [--listen SOCKET] [--] COMMAND ARGUMENT...\n"));
    CHECK(run(NULL, CHILD, text("%d", getpid()), "--", "/no/such", NULL) == 127);
    CHECK(!strcmp(output, "stage1-kvm: cannot execute '/no/such': No such file or directory\n"));
}

static void child_dies_with_its_parent(void) {
    int fds[2];
    must(pipe(fds), "pipe");
    pid_t middle = fork();
    must(middle, "fork");
    if (middle == 0) {
        const char *me = text("%d", getpid());
        if (fork() == 0) {
            dup2(fds[1], 1);
            execl(text("%s/%s", rootfs, CHILD), "child", me, "--", "sh", "-c", "echo up; exec sleep 1000", NULL);
        }
        pause();
    }
    close(fds[1]);
    char byte;
    CHECK(read(fds[0], &byte, 1) == 1);  // it runs
    kill(middle, SIGKILL);
    waitpid(middle, NULL, 0);
    alarm(20);
    while (read(fds[0], &byte, 1) > 0) {
    }
    alarm(0);  // end of the pipe: it is gone
    close(fds[0]);
}

int main(int count, char **arguments) {
    if (count != 3) {
        printf("usage: launcher_test LAUNCHER FAKE_JAVA\n");
        return 2;
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    make_image(arguments[1], arguments[2]);
    int root = geteuid() == 0;
    if (root) {
        run_gives_a_clean_process();
    nohup_is_obeyed();
    }
    enter_stays_in_the_namespace_and_keeps_nothing();
    hard_link_finds_its_image_too();
    refuses_bad_lock();
    refuses_unknown_name();
    child_runs_a_command_in_its_own_session();
    child_hands_over_a_listening_socket();
    child_refuses();
    child_dies_with_its_parent();
    says_what_is_missing();
    must(system(text("rm -rf %s", rootfs)) ? -1 : 0, "rm");
    printf("launcher: %d checks, %d failed%s\n", checks, failures,
           root ? "" : "; SKIPPED run_gives_a_clean_process: needs root");
    return failures ? 1 : 0;
}
