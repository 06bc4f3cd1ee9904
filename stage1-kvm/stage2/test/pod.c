#include "pod.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "guest.h"

static const char *probe_path;

void pod_init(const char *test, const char *probe) {
    const char *impossible = guest_impossible();
    if (impossible) {
        printf("%s: SKIPPED: %s\n", test, impossible);
        exit(0);
    }
    setvbuf(stdout, NULL, _IOLBF, 0);
    alarm(120);
    signal(SIGPIPE, SIG_IGN);
    probe_path = probe;
}

void pod_connect(struct pod *pod) {
    int fds[2];
    CHECK(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds) == 0);
    CHECK(fcntl(fds[1], F_SETFL, O_NONBLOCK) == 0);
    *pod = (struct pod){0};
    host_start(&pod->host, fds[0]);
    fflush(stdout);
    pod->guest = guest_start(probe_path, fds[1], &pod->console);
    close(fds[1]);
    while (!pod->host.hello && host_turn(&pod->host, 20000)) {
    }
    CHECK(json_integer_value(json_object_get(pod->host.hello, "version")) == 1);
    CHECK(json_integer_value(json_object_get(pod->host.hello, "boot_ns")) > 0);
}

void pod_start(struct pod *pod, json_t *apps) {
    pod_connect(pod);
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    json_int_t realtime = (json_int_t)now.tv_sec * 1000000000 + now.tv_nsec;
    host_send_json(&pod->host, FRAME_HELLO, json_pack("{sisI}", "version", 1, "realtime_ns", realtime));
    host_send_json(&pod->host, FRAME_PLAN, json_pack("{siss s[{ssssss}] so}", "version", 1, "hostname", "rkt-test",
                                                     "shared", "op", "symlink", "path", "/share/link", "target", "root",
                                                     "apps", apps));
}

int pod_command(struct pod *pod, json_t *command) {
    json_object_set_new(command, "id", json_integer(++pod->commands));
    host_send_json(&pod->host, FRAME_COMMAND, command);
    return pod->commands;
}

void pod_refused(struct pod *pod, json_t *command, const char *error) {
    json_t *reply = host_reply(&pod->host, pod_command(pod, command));
    CHECK(json_is_false(json_object_get(reply, "ok")));
    const char *said = json_string_value(json_object_get(reply, "error"));
    CHECK_TEXT(said ? said : "(nothing)", error);
}

int pod_end(struct pod *pod, char console[4096]) {
    size_t used = 0;
    ssize_t got;
    while ((got = read(pod->console, console + used, 4095 - used)) > 0) {
        used += (size_t)got;
    }
    console[used] = 0;
    close(pod->console);
    int status = guest_end(pod->guest);
    host_end(&pod->host);
    return status;
}

void pod_stop(struct pod *pod, int grace) {
    char console[4096];
    pod_command(pod, json_pack("{sssi}", "cmd", "shutdown", "grace_ms", grace));
    host_event(&pod->host, "stopped", NULL, 0);
    while (host_turn(&pod->host, 20000)) {
    }
    CHECK(pod->host.closed);
    CHECK_NUMBER(pod_end(pod, console), 0);
    CHECK_TEXT(console, "");
}

static json_t *process_json(const char *what, const char *value, json_t *stdio) {
    json_t *argv = json_pack("[sss]", "probe", what, value);
    return json_pack("{ss so s[s] ss si si s[] si sI sb si s[] so}", "path", "/probe", "argv", argv, "env",
                     "PATH=/nowhere", "cwd", "/", "uid", 0, "gid", 0, "groups", "umask", 022, "bounding",
                     (json_int_t)0xa80425fb, "no_new_privs", 0, "oom_score_adj", 0, "rlimits", "stdio", stdio);
}

json_t *new_process(const char *what, const char *value, int input, int output, int errors) {
    return process_json(what, value, json_pack("{ss si si si}", "mode", "pipes", "stdin", input, "stdout", output,
                                               "stderr", errors));
}

json_t *new_tty(const char *what, int stream, int rows, int columns) {
    return process_json(what, "", json_pack("{ss si si si}", "mode", "tty", "stream", stream, "rows", rows, "cols",
                                            columns));
}

json_t *new_app(const char *name, json_t *process) {
    json_t *setup = json_pack("[{ss ss ss sb si}{ss ss ss sb si}]",
                              "op", "bind", "path", "/proc", "source", "/proc", "recursive", 1, "flags", 0,
                              "op", "bind", "path", "/sys/fs/cgroup", "source", "/sys/fs/cgroup", "recursive", 0, "flags", 1);
    return json_pack("{ss ss sb s[] so s[] so s[]}", "name", name, "root", "/share/root", "read_only_root", 0, "cgroup",
                     "setup", setup, "pre_start", "main", process, "post_stop");
}

json_t *with(json_t *object, const char *field, json_t *value) {
    CHECK(json_object_set_new(object, field, value) == 0);
    return object;
}

json_t *with_filter(json_t *process, const struct sock_filter *filter, size_t count) {
    static const char ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const unsigned char *bytes = (const unsigned char *)filter;
    size_t length = count * sizeof *filter;
    char text[1024];
    size_t used = 0;
    for (size_t i = 0; i < length; i += 3) {
        uint32_t group = (uint32_t)bytes[i] << 16 | (i + 1 < length ? (uint32_t)bytes[i + 1] << 8 : 0) |
                         (i + 2 < length ? bytes[i + 2] : 0);
        for (size_t j = 0; j < 4; j++) {
            text[used++] = i + j > length ? '=' : ALPHABET[group >> (18 - 6 * j) & 63];
        }
    }
    text[used] = 0;
    return with(process, "seccomp", json_string(text));
}

json_t *list(json_t *first, ...) {
    json_t *array = json_array();
    va_list more;
    va_start(more, first);
    for (json_t *next = first; next; next = va_arg(more, json_t *)) {
        json_array_append_new(array, next);
    }
    va_end(more);
    return array;
}

static void check_field(json_t *event, const char *field, long long value) {
    if (json_integer_value(json_object_get(event, field)) != value) {
        char *text = json_dumps(event, 0);
        printf("  in %s: %s should be %lld\n", text ? text : "no event", field, value);
        free(text);
        CHECK(!"a field of an event");
    } else {
        CHECK(json_is_integer(json_object_get(event, field)));
    }
}

void check_failed(json_t *event, const char *step, const char *object, int error, int status) {
    const char *its_step = json_string_value(json_object_get(event, "step"));
    const char *its_object = json_string_value(json_object_get(event, "object"));
    CHECK_TEXT(its_step ? its_step : "(none)", step);
    CHECK_TEXT(its_object ? its_object : "(none)", object);
    check_field(event, "errno", error);
    check_field(event, "status", status);
}

void check_exited(json_t *event, int status, int signal) {
    check_field(event, "status", status);
    check_field(event, "signal", signal);
}
