// Hosts that break the protocol: one line on the console, the machine is off, no error of memory. Needs root.
//   broken_test PROBE FIXTURES
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "fixtures.h"
#include "pod.h"

static json_t *two_apps(void) {
    return list(new_app("app", new_process("wait", "", 1, 2, 3)), new_app("tty", new_tty("tty", 4, 24, 80)), NULL);
}

// The line on the console after its head, and the right end.
static void is_off(struct pod *pod, const char *what, const char *line) {
    char console[4096];
    while (host_turn(&pod->host, 20000)) {
    }
    int status = pod_end(pod, console);
    if (!CHECK(status == STATUS_MACHINE_OFF)) {
        printf("  %s: ended with %d, console: %s\n", what, status, console);
    }
    char *end = strchr(console, '\n');
    CHECK(end && !end[1] && !strncmp(console, "stage2: ", 8));
    if (line) {
        CHECK_TEXT(console + 8, line);
    }
}

static void bad_fixture(const struct fixture *fixture) {
    const char *reason = json_string_value(json_object_get(fixture->json, "reason"));
    if (!strcmp(json_string_value(json_object_get(fixture->json, "reader")), "host") || !strcmp(reason, "truncated")) {
        return;
    }
    struct pod pod;
    bool hello = fixture->bytes[4] == FRAME_HELLO;
    bool plan = fixture->bytes[4] == FRAME_PLAN;
    pod_connect(&pod);
    if (!hello) {
        struct timespec now;
        clock_gettime(CLOCK_REALTIME, &now);
        host_send_json(&pod.host, FRAME_HELLO,
                       json_pack("{sisI}", "version", 1, "realtime_ns", (json_int_t)now.tv_sec * 1000000000 + now.tv_nsec));
    }
    if (!hello && !plan) {
        host_send_json(&pod.host, FRAME_PLAN, json_pack("{siss s[] so}", "version", 1, "hostname", "h", "shared", "apps",
                                                        list(new_app("app", new_process("wait", "", 7, 0, 0)), NULL)));
    }
    CHECK(write(pod.host.fd, fixture->bytes, fixture->length) == (ssize_t)fixture->length);
    is_off(&pod, fixture->name, NULL);
}

static void breaks(uint8_t type, uint32_t stream, const char *payload, uint32_t length, const char *line) {
    struct pod pod;
    pod_start(&pod, two_apps());
    host_stream_has(&pod.host, 2, "up\n");
    host_send(&pod.host, type, stream, payload, length);
    is_off(&pod, line, line);
}

static void streams_have_rules(void) {
    breaks(FRAME_DATA, 99, "x", 1, "broken protocol: unknown stream 99\n");
    breaks(FRAME_DATA, 2, "x", 1, "broken protocol: data on stream 2 that takes none\n");
    breaks(FRAME_EOF, 2, "", 0, "broken protocol: eof on stream 2 that takes none\n");
    breaks(FRAME_CREDIT, 1, "\0\0\0\1", 4, "broken protocol: credit of 1 on stream 1 that has 262144\n");
    breaks(FRAME_CREDIT, 3, "\0\0\0\1", 4, "broken protocol: credit of 1 on stream 3 that has 262144\n");
    breaks(FRAME_HELLO, 0, "{}", 2, "broken protocol: frame of type 0x01 out of turn\n");
    breaks(FRAME_PLAN, 0, "{}", 2, "broken protocol: frame of type 0x02 out of turn\n");
    breaks(FRAME_COMMAND, 0, "{\"id\":1}", 8, "broken protocol: command: cmd is missing\n");
    breaks(FRAME_COMMAND, 0, "[]", 2, "broken protocol: command is no object\n");
    breaks(0x20, 0, "", 0,
           "broken protocol: frame of type 0x20, stream 0, length 0: unknown type\n");
}

static void input_has_a_window(void) {
    static char zeros[FRAME_DATA_MAX];
    struct pod pod;
    pod_start(&pod, two_apps());
    host_stream_has(&pod.host, 2, "up\n");
    pod.host.lawless = true;
    for (int i = 0; i < 8 + 2; i++) {  // the pipe takes 64 KiB; the window counts what it has not taken
        host_send(&pod.host, FRAME_DATA, 1, zeros, sizeof zeros);
    }
    while (host_turn(&pod.host, 200)) {
    }
    host_send(&pod.host, FRAME_DATA, 1, zeros, 1);
    is_off(&pod, "window", "broken protocol: data on stream 1 beyond its credit\n");
    pod_start(&pod, two_apps());
    host_send(&pod.host, FRAME_EOF, 1, NULL, 0);
    host_send(&pod.host, FRAME_DATA, 1, "x", 1);
    is_off(&pod, "eof", "broken protocol: data on stream 1 that takes none\n");
}

static void speaks_one_version(void) {
    struct pod pod;
    pod_connect(&pod);
    host_send_json(&pod.host, FRAME_HELLO, json_pack("{sisi}", "version", 2, "realtime_ns", 1));
    is_off(&pod, "version", "cannot speak version 2 of the protocol: this guest speaks 1\n");
    pod_connect(&pod);
    host_send(&pod.host, FRAME_DATA, 1, "x", 1);
    is_off(&pod, "turn", "broken protocol: frame of type 0x10 out of turn\n");
}

// Good frames with changed bytes, in a running session: it goes on or it is off.
static void survives_mutations(void) {
    random_start("broken_test");
    for (int round = 0; round < 60; round++) {
        struct pod pod;
        char console[4096];
        pod_start(&pod, two_apps());
        pod.host.lawless = true;
        json_t *command = json_pack("{si ss ss so}", "id", 1, "cmd", "exec", "app", "app", "process",
                                    new_process("say", "hello", 10, 11, 12));
        char *text = json_dumps(command, JSON_COMPACT);
        json_decref(command);
        unsigned char frame[2048];
        for (int i = 0; i < 5; i++) {
            size_t length = strlen(text);
            frame_header(frame, FRAME_COMMAND, 0, (uint32_t)length);
            memcpy(frame + FRAME_HEADER, text, length);
            length += FRAME_HEADER;
            for (uint32_t changes = random_below(3); changes; changes--) {
                frame[random_below((uint32_t)length)] ^= (unsigned char)(1u << random_below(8));
            }
            if (write(pod.host.fd, frame, length) < 0) {
                break;
            }
            host_turn(&pod.host, 5);
        }
        free(text);
        host_turn(&pod.host, 20);
        close(pod.host.fd);
        pod.host.fd = -1;
        int status = pod_end(&pod, console);
        if (!CHECK(status == STATUS_MACHINE_OFF || status == 1)) {
            printf("  ended with %d, console: %s\n", status, console);
        }
    }
}

int main(int count, char **arguments) {
    pod_init("broken_test", count > 1 ? arguments[1] : "");
    fixtures_each(count > 2 ? arguments[2] : "fixtures", "bad", bad_fixture);
    streams_have_rules();
    input_has_a_window();
    speaks_one_version();
    survives_mutations();
    return check_end("broken_test");
}
