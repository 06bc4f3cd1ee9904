// Bytes between processes and the host: exact, bounded by credit, none waits for another. Needs root.
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pod.h"

static void is_pattern(struct pod *pod, uint32_t stream, size_t length) {
    struct buffer *data = &pod->host.streams[stream].data;
    CHECK_NUMBER((long long)data->length, (long long)length);
    for (size_t i = 0; i < data->length; i++) {
        if (buffer_head(data)[i] != i % 251) {
            CHECK_NUMBER((long long)i, -1);
            break;
        }
    }
}

static void carries_bytes_exactly(void) {
    static unsigned char sent[1500000];
    random_start("stream_test");
    for (size_t i = 0; i < sizeof sent; i++) {
        sent[i] = (unsigned char)random_below(256);
    }
    struct pod pod;
    // The pre-start handler makes main start late: its input must be taken all the same.
    json_t *app = with(new_app("cat", new_process("cat", "", 1, 2, 3)), "pre_start",
                       list(new_process("say", "pre", 0, 4, 0), NULL));
    pod_start(&pod, list(app, NULL));
    host_send_data(&pod.host, 1, sent, sizeof sent);
    host_send(&pod.host, FRAME_EOF, 1, NULL, 0);
    check_exited(host_event(&pod.host, "exited", "cat", 0), 4, 0);
    struct buffer *got = &pod.host.streams[2].data;
    CHECK(got->length == sizeof sent && !memcmp(buffer_head(got), sent, sizeof sent));
    CHECK(pod.host.streams[2].ended && pod.host.streams[3].ended && pod.host.largest <= FRAME_DATA_MAX);
    CHECK_NUMBER(pod.host.streams[1].credit, STREAM_WINDOW);
    pod_stop(&pod, 0);
}

static void give_credit(struct pod *pod, uint32_t stream) {
    unsigned char credit[4];
    frame_put_u32(credit, pod->host.streams[stream].unreturned);
    pod->host.streams[stream].unreturned = 0;
    host_send(&pod->host, FRAME_CREDIT, stream, credit, 4);
}

static void slow_reader_holds_nobody(void) {
    struct pod pod;
    pod_start(&pod, list(new_app("slow", new_process("spam", "1000000", 0, 1, 0)),
                         new_app("fast", new_process("spam", "200000", 0, 2, 0)), NULL));
    pod.host.stingy = true;
    check_exited(host_event(&pod.host, "exited", "fast", 0), 0, 0);
    is_pattern(&pod, 2, 200000);
    while (host_turn(&pod.host, 300)) {
    }
    is_pattern(&pod, 1, STREAM_WINDOW);
    pod.host.stingy = false;
    give_credit(&pod, 1);
    check_exited(host_event(&pod.host, "exited", "slow", 0), 0, 0);
    is_pattern(&pod, 1, 1000000);
    pod_stop(&pod, 0);
}

// The process has ended, but its last bytes have no credit: neither they nor its end are lost.
static void end_waits_for_its_output(void) {
    struct pod pod;
    pod_start(&pod, list(new_app("app", new_process("spam", "300000", 0, 1, 0)), NULL));
    pod.host.stingy = true;
    host_event(&pod.host, "started", "app", 0);
    while (host_turn(&pod.host, 500)) {
    }
    is_pattern(&pod, 1, STREAM_WINDOW);
    CHECK_NUMBER((long long)json_array_size(pod.host.events), 1);
    give_credit(&pod, 1);
    check_exited(host_event(&pod.host, "exited", "app", 0), 0, 0);
    is_pattern(&pod, 1, 300000);
    CHECK(pod.host.streams[1].ended);
    pod_stop(&pod, 0);
}

// Nobody who has stopped reading keeps a pod alive that was told to end, nor an app that has ended by itself.
static void no_reader_keeps_a_pod_alive(void) {
    struct pod pod;
    pod_start(&pod, list(new_app("stuck", new_process("spam", "1000000", 0, 1, 0)),
                         new_app("app", new_process("wait", "", 0, 2, 0)), NULL));
    pod.host.stingy = true;
    host_stream_has(&pod.host, 2, "up\n");
    json_t *command = json_pack("{ss ss so}", "cmd", "exec", "app", "app", "process",
                                new_process("spam", "1000000", 0, 3, 0));
    int exec = pod_command(&pod, command);
    while (host_turn(&pod.host, 500)) {
    }
    is_pattern(&pod, 3, STREAM_WINDOW);
    pod_command(&pod, json_pack("{ss ss si}", "cmd", "signal", "app", "app", "signal", 9));
    check_exited(host_event(&pod.host, "exited", "app", 0), 0, 9);
    CHECK(!pod.host.streams[3].ended);
    pod_command(&pod, json_pack("{sssi}", "cmd", "shutdown", "grace_ms", 100));
    check_exited(host_event(&pod.host, "exited", "stuck", 0), 0, 15);
    check_exited(host_event(&pod.host, "exec_exited", NULL, exec), 0, 9);
    is_pattern(&pod, 1, STREAM_WINDOW);
    CHECK(pod.host.streams[1].ended && pod.host.streams[3].ended);
    CHECK(host_event(&pod.host, "stopped", NULL, 0) != NULL);
    char console[4096];
    CHECK_NUMBER(pod_end(&pod, console), 0);
    CHECK_TEXT(console, "");
}

static void input_nobody_reads_gives_its_credit_back(void) {
    static char zeros[STREAM_WINDOW];
    struct pod pod;
    pod_start(&pod, list(new_app("closed", new_process("close", "", 1, 2, 0)),
                         new_app("deaf", new_process("wait", "", 3, 4, 0)), NULL));
    host_stream_has(&pod.host, 2, "up\n");
    for (int i = 0; i < 4; i++) {
        host_send_data(&pod.host, 1, zeros, sizeof zeros);
    }
    while (pod.host.streams[1].credit < STREAM_WINDOW && host_turn(&pod.host, 2000)) {
    }
    CHECK_NUMBER(pod.host.streams[1].credit, STREAM_WINDOW);
    // One that does not read keeps what it may; the pipe takes 64 KiB of it. When they go there in two pieces, credit for
    // the second waits for more.
    host_send_data(&pod.host, 3, zeros, sizeof zeros);
    while (host_turn(&pod.host, 300)) {
    }
    CHECK(pod.host.streams[3].credit == 65536 || pod.host.streams[3].credit == 32768);
    pod_stop(&pod, 1000);
    // Its bytes are freed with it: the sanitizer looks.
}

static void terminals_work(void) {
    struct pod pod;
    json_t *tty = with(new_tty("tty", 5, 33, 77), "uid", json_integer(1000));
    pod_start(&pod, list(new_app("tty", tty), NULL));
    host_stream_has(&pod.host, 5, "tty 111\r\nleader 1\r\nsize 33 77\r\n");
    int id = pod_command(&pod, json_pack("{ss si si si}", "cmd", "resize", "stream", 5, "rows", 50, "cols", 132));
    CHECK(json_is_true(json_object_get(host_reply(&pod.host, id), "ok")));
    host_send_data(&pod.host, 5, "hello\r", 6);
    host_stream_has(&pod.host, 5, "hello\r\nline hello\r\nsize 50 132\r\n");
    host_send_data(&pod.host, 5, "end\r", 4);
    check_exited(host_event(&pod.host, "exited", "tty", 0), 3, 0);
    CHECK(pod.host.streams[5].ended);
    pod_refused(&pod, json_pack("{ss si si si}", "cmd", "resize", "stream", 5, "rows", 50, "cols", 132),
                "no such terminal");
    host_send(&pod.host, FRAME_DATA, 5, "late", 4);  // has crossed the exit: dropped
    host_send(&pod.host, FRAME_EOF, 5, NULL, 0);
    // The key of interrupt goes to the process group.
    pod_command(&pod, json_pack("{ssso}", "cmd", "start", "app", new_app("key", new_tty("tty", 6, 24, 80))));
    host_stream_has(&pod.host, 6, "size 24 80");
    host_send(&pod.host, FRAME_EOF, 6, NULL, 0);  // of no effect on a terminal
    id = pod_command(&pod, json_pack("{ss ss si}", "cmd", "signal", "app", "key", "signal", 28));
    CHECK(json_is_true(json_object_get(host_reply(&pod.host, id), "ok")));
    pod_command(&pod, json_pack("{ssso}", "cmd", "start", "app", new_app("int", new_tty("tty", 7, 24, 80))));
    host_stream_has(&pod.host, 7, "size 24 80");
    host_send_data(&pod.host, 7, "\003", 1);
    check_exited(host_event(&pod.host, "exited", "int", 0), 0, 2);
    pod_stop(&pod, 500);
}

static void many_streams_at_once(void) {
    struct pod pod;
    json_t *apps = json_array();
    for (int i = 0; i < 15; i++) {
        char name[16];
        snprintf(name, sizeof name, "app-%d", i);
        json_array_append_new(apps, new_app(name, new_process("spam", "150000", 3 * i + 1, 3 * i + 2, 3 * i + 3)));
    }
    pod_start(&pod, apps);
    for (int i = 0; i < 15; i++) {
        char name[16];
        snprintf(name, sizeof name, "app-%d", i);
        check_exited(host_event(&pod.host, "exited", name, 0), 0, 0);
        is_pattern(&pod, (uint32_t)(3 * i + 2), 150000);
    }
    pod_stop(&pod, 0);
}

int main(int count, char **arguments) {
    pod_init("stream_test", count > 1 ? arguments[1] : "");
    carries_bytes_exactly();
    slow_reader_holds_nobody();
    end_waits_for_its_output();
    no_reader_keeps_a_pod_alive();
    input_nobody_reads_gives_its_credit_back();
    terminals_work();
    many_streams_at_once();
    return check_end("stream_test");
}
