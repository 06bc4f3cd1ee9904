// The commands: processes beside the apps' own, signals, stop and shutdown with their grace times. Needs root.
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "pod.h"

static json_t *exec(const char *app, json_t *process) {
    json_t *command = json_pack("{ssso}", "cmd", "exec", "process", process);
    return app ? with(command, "app", json_string(app)) : command;
}

static json_t *signal_app(const char *app, int number) {
    return json_pack("{ss ss si}", "cmd", "signal", "app", app, "signal", number);
}

static bool done(struct pod *pod, json_t *command) {
    json_t *reply = host_reply(&pod->host, pod_command(pod, command));
    bool good = json_is_true(json_object_get(reply, "ok"));
    if (!good) {
        printf("  %s\n", json_string_value(json_object_get(reply, "error")));
    }
    return CHECK(good);
}

static void runs_beside_apps(void) {
    struct pod pod;
    pod_start(&pod, list(new_app("app", new_process("wait", "", 0, 1, 0)), NULL));
    host_stream_has(&pod.host, 1, "up\n");
    int id = pod_command(&pod, exec("app", new_process("report", "", 0, 2, 0)));
    check_exited(host_event(&pod.host, "exec_exited", NULL, id), 0, 0);
    char group[64];
    snprintf(group, sizeof group, "0::/apps/app/exec-%d\n", id);
    CHECK(host_stream_has(&pod.host, 2, group));
    id = pod_command(&pod, exec("app", new_process("files", "/share", 0, 3, 0)));
    check_exited(host_event(&pod.host, "exec_exited", NULL, id), 0, 0);
    CHECK_TEXT(host_text(&pod.host, 3), "/share: No such file or directory\nwrite /: done\nescape: no\n");
    json_t *outside = with(new_process("files", "/share/link", 0, 4, 0), "path", json_string("/share/root/probe"));
    id = pod_command(&pod, exec(NULL, outside));
    check_exited(host_event(&pod.host, "exec_exited", NULL, id), 0, 0);
    CHECK_TEXT(host_text(&pod.host, 4), "/share/link: mode 120777\nwrite /: done\nescape: yes\n");
    id = pod_command(&pod, exec("app", with(new_process("x", "", 5, 6, 0), "path", json_string("/none"))));
    check_failed(host_event(&pod.host, "exec_failed", NULL, id), "exec", "/none", ENOENT, 203);
    CHECK(pod.host.streams[6].ended);
    // Its descendant lives on, holding its output; the end and the EOF come all the same.
    id = pod_command(&pod, exec("app", new_process("leave", "7", 0, 7, 0)));
    check_exited(host_event(&pod.host, "exec_exited", NULL, id), 7, 0);
    CHECK(pod.host.streams[7].ended);
    CHECK_TEXT(host_text(&pod.host, 7), "left\n");
    id = pod_command(&pod, exec("app", new_tty("tty", 8, 10, 20)));
    host_stream_has(&pod.host, 8, "size 10 20");
    host_send_data(&pod.host, 8, "end\r", 4);
    check_exited(host_event(&pod.host, "exec_exited", NULL, id), 3, 0);
    // A command that runs when its app ends is killed, and reported before the app.
    id = pod_command(&pod, exec("app", new_process("deaf", "", 0, 9, 0)));
    host_stream_has(&pod.host, 9, "up\n");
    CHECK(done(&pod, signal_app("app", 1)));
    check_exited(host_event(&pod.host, "exited", "app", 0), 1, 0);
    check_exited(host_event(&pod.host, "exec_exited", NULL, id), 0, 9);
    pod_refused(&pod, exec("app", new_process("say", "", 0, 0, 0)), "no such app is running");
    pod_stop(&pod, 0);
}

static void refuses_what_cannot_be(void) {
    struct pod pod;
    pod_start(&pod, list(new_app("app", new_process("wait", "", 1, 2, 0)), NULL));
    host_stream_has(&pod.host, 2, "up\n");
    pod_refused(&pod, json_pack("{ss}", "cmd", "dance"), "unknown command");
    pod_refused(&pod, signal_app("none", 1), "no such app is running");
    pod_refused(&pod, json_pack("{ss si si}", "cmd", "signal", "exec", 77, "signal", 1), "no such command is running");
    pod_refused(&pod, json_pack("{ss ss si}", "cmd", "stop", "app", "none", "grace_ms", 1), "no such app is running");
    pod_refused(&pod, json_pack("{ssso}", "cmd", "start", "app", new_app("app", new_process("x", "", 0, 0, 0))),
                "an app of this name is running");
    pod_refused(&pod, json_pack("{ssso}", "cmd", "start", "app", new_app("two", new_process("x", "", 0, 2, 0))),
                "a stream number is in use");
    pod_refused(&pod, exec("app", new_process("x", "", 0, 5, 1)), "a stream number is in use");
    CHECK(pod.host.streams[5].ended);  // was declared for a moment
    pod_refused(&pod, json_pack("{ss si si si}", "cmd", "resize", "stream", 2, "rows", 1, "cols", 1), "no such terminal");
    pod_stop(&pod, 1000);
}

static void stops_one_app(void) {
    struct pod pod;
    pod_start(&pod, list(new_app("soft", new_process("wait", "", 0, 1, 0)), new_app("hard", new_process("deaf", "", 0, 2, 0)),
                         new_app("other", new_process("wait", "", 0, 3, 0)), NULL));
    for (uint32_t stream = 1; stream <= 3; stream++) {
        host_stream_has(&pod.host, stream, "up\n");
    }
    CHECK(done(&pod, json_pack("{ss ss si}", "cmd", "stop", "app", "soft", "grace_ms", 20000)));
    CHECK(done(&pod, json_pack("{ss ss si}", "cmd", "stop", "app", "hard", "grace_ms", 100)));
    check_exited(host_event(&pod.host, "exited", "soft", 0), 15, 0);
    CHECK_TEXT(host_text(&pod.host, 1), "up\ncaught 15\n");
    check_exited(host_event(&pod.host, "exited", "hard", 0), 0, 9);
    CHECK(done(&pod, signal_app("other", 1)));
    check_exited(host_event(&pod.host, "exited", "other", 0), 1, 0);
    CHECK(done(&pod, json_pack("{ssso}", "cmd", "start", "app", new_app("soft", new_process("exit", "2", 0, 0, 0)))));
    // The same name again: a second event of its end.
    while (json_array_size(pod.host.events) < 8 && host_turn(&pod.host, 20000)) {
    }
    check_exited(json_array_get(pod.host.events, 7), 2, 0);
    pod_stop(&pod, 0);
}

static void shuts_down(void) {
    struct pod pod;
    json_t *pre = with(new_app("pre", new_process("say", "never", 0, 4, 0)), "pre_start",
                       list(new_process("wait", "", 0, 5, 0), NULL));
    json_t *soft = with(new_app("soft", new_process("wait", "", 0, 1, 0)), "post_stop",
                        list(new_process("say", "bye", 0, 6, 0), NULL));
    json_t *hard = with(new_app("hard", new_process("deaf", "", 0, 2, 0)), "post_stop",
                        list(new_process("say", "too late", 0, 7, 0), NULL));
    pod_start(&pod, list(pre, soft, hard, NULL));
    json_t *process = with(new_process("wait", "", 0, 3, 0), "path", json_string("/share/root/probe"));
    int exec_id = pod_command(&pod, exec(NULL, process));
    static const int UP[] = {1, 2, 3, 5};
    for (int i = 0; i < 4; i++) {
        host_stream_has(&pod.host, (uint32_t)UP[i], "up\n");
    }
    CHECK(done(&pod, json_pack("{ss si}", "cmd", "shutdown", "grace_ms", 600000)));
    check_exited(host_event(&pod.host, "exited", "soft", 0), 15, 0);
    CHECK_TEXT(host_text(&pod.host, 6), "bye\n");
    check_exited(host_event(&pod.host, "exec_exited", NULL, exec_id), 15, 0);
    check_failed(host_event(&pod.host, "failed", "pre", 0), "shutdown", "pre", ECANCELED, 0);
    CHECK_TEXT(host_text(&pod.host, 4), "");
    pod_refused(&pod, json_pack("{ssso}", "cmd", "start", "app", new_app("new", new_process("x", "", 0, 0, 0))),
                "the pod is shutting down");
    pod_refused(&pod, exec(NULL, new_process("x", "", 0, 0, 0)), "the pod is shutting down");
    pod_stop(&pod, 200);  // a shorter grace time: the deaf one is killed
}

static void shuts_down_at_once(void) {
    struct pod pod;
    pod_start(&pod, list(new_app("hard", new_process("deaf", "", 0, 1, 0)), NULL));
    host_stream_has(&pod.host, 1, "up\n");
    pod_stop(&pod, 0);
    pod_start(&pod, json_array());
    pod_stop(&pod, 1000);
    // Right after the plan: whatever state the apps are in.
    for (int i = 0; i < 10; i++) {
        pod_start(&pod, list(new_app("a", new_process("wait", "", 1, 2, 3)), new_app("b", new_process("exit", "1", 4, 5, 6)), NULL));
        for (int turn = 0; turn < i; turn++) {
            host_turn(&pod.host, 1);
        }
        pod_stop(&pod, i % 2 * 5000);
    }
}

static void ends_with_the_host(void) {
    struct pod pod;
    char console[4096];
    pod_start(&pod, list(new_app("hard", new_process("deaf", "", 0, 1, 0)), NULL));
    host_stream_has(&pod.host, 1, "up\n");
    close(pod.host.fd);
    pod.host.fd = -1;
    CHECK_NUMBER(pod_end(&pod, console), 1);
    CHECK_TEXT(console, "");
}

int main(int count, char **arguments) {
    pod_init("command_test", count > 1 ? arguments[1] : "");
    runs_beside_apps();
    refuses_what_cannot_be();
    stops_one_app();
    shuts_down();
    shuts_down_at_once();
    ends_with_the_host();
    return check_end("command_test");
}
