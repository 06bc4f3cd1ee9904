// What the files of the launcher share. docs of the behaviour: main.c and child.c.
#ifndef LAUNCHER_H
#define LAUNCHER_H

#include <stdint.h>
#include <stdnoreturn.h>

// rkt's own failures end with this status.
enum { STATUS_FAILED = 254 };

// "stage1-kvm: ..." on stderr, then exit(254).
__attribute__((format(printf, 1, 2))) noreturn void die(const char *format, ...);

// process.c: what a process inherits.
void open_standard_fds(void);     // 0 to 2: /dev/null where closed
void close_other_fds(int keep);   // all above 2 but `keep` (negative: none)
// All at their default, none blocked. With `keep_ignored` SIGHUP and SIGINT stay ignored if they are: so mean it nohup,
// and a shell that starts a pod in the background.
void reset_signals(int keep_ignored);

// options.c: the command line of the JVM.
// Reads the file, one argument a line, '#' comments, @LIB@ replaced by `lib`. Appends `entrypoint` and the rest of
// `arguments`. Begins with `program`, ends with NULL. Dies if it cannot.
char **jvm_arguments(const char *program, const char *lib, const char *entrypoint, char **arguments);

// listen.c: a unix socket that listens, as descriptor LISTEN_FD. -1 and errno if it cannot.
enum { LISTEN_FD = 3 };
int listen_on(const char *path);

// child.c
noreturn void child_main(int count, char **arguments);

#endif
