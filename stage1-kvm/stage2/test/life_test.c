// The life of apps: identities, failures, handlers, ends. A whole guest, without a machine. Needs root.
#include <errno.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>

#include "pod.h"

static const struct sock_filter ALLOW[] = {{BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW}};
static const struct sock_filter NO_MKDIR[] = {
    {BPF_LD | BPF_W | BPF_ABS, 0, 0, 0},
    {BPF_JMP | BPF_JEQ | BPF_K, 0, 1, SYS_mkdir},
    {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_KILL_PROCESS},
    {BPF_RET | BPF_K, 0, 0, SECCOMP_RET_ALLOW},
};

static bool says(struct pod *pod, uint32_t stream, const char *line) {
    bool found = strstr(host_text(&pod->host, stream), line) != NULL;
    if (!found) {
        printf("  '%s' is not in '%s'\n", line, host_text(&pod->host, stream));
    }
    return CHECK(found);
}

static json_t *as_user(json_t *process) {
    with(process, "uid", json_integer(1000));
    with(process, "gid", json_integer(1001));
    return with(process, "groups", json_pack("[ii]", 7, 1002));
}

static void gives_identities(void) {
    json_t *root = new_process("report", "", 0, 1, 0);
    with(root, "env", json_pack("[sss]", "A=1", "B=x y", "EMPTY="));
    with(root, "umask", json_integer(027));
    with(root, "oom_score_adj", json_integer(42));
    with(root, "rlimits", json_pack("[{sisisi}]", "resource", 4, "soft", 1234, "hard", -1));
    with(root, "cwd", json_string("/dir"));
    json_t *plain = as_user(new_process("report", "", 0, 2, 0));
    json_t *filtered = as_user(with_filter(new_process("report", "", 0, 3, 0), ALLOW, 1));
    json_t *bound = with(as_user(with_filter(new_process("report", "", 0, 4, 0), ALLOW, 1)), "no_new_privs", json_true());
    json_t *caged = with(with_filter(new_process("report", "", 0, 5, 0), ALLOW, 1), "bounding", json_integer(0));
    struct pod pod;
    pod_start(&pod, list(new_app("root", root), new_app("plain", plain), new_app("filtered", filtered),
                         new_app("bound", bound), new_app("caged", caged), NULL));
    static const char *const NAMES[] = {"root", "plain", "filtered", "bound", "caged"};
    for (int i = 0; i < 5; i++) {
        check_exited(host_event(&pod.host, "exited", NAMES[i], 0), 0, 0);
        says(&pod, (uint32_t)i + 1, "open 0\nstdout opens\n");
        says(&pod, (uint32_t)i + 1, "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
        says(&pod, (uint32_t)i + 1, "CapInh:\t0000000000000000\n");
        says(&pod, (uint32_t)i + 1, "CapAmb:\t0000000000000000\n");
    }
    says(&pod, 1, "cwd /dir\nenv A=1\nenv B=x y\nenv EMPTY=\ncore 1234 -1\n");
    says(&pod, 1, "Umask:\t0027\n");
    says(&pod, 1, "Uid:\t0\t0\t0\t0\nGid:\t0\t0\t0\t0\nGroups:\t \n");
    says(&pod, 1, "CapPrm:\t00000000a80425fb\nCapEff:\t00000000a80425fb\nCapBnd:\t00000000a80425fb\n");
    says(&pod, 1, "NoNewPrivs:\t0\nSeccomp:\t0\n");
    says(&pod, 1, "/proc/self/oom_score_adj: 42\n");
    says(&pod, 1, "0::/apps/root/main\n");
    for (uint32_t stream = 2; stream <= 4; stream++) {
        says(&pod, stream, "Uid:\t1000\t1000\t1000\t1000\nGid:\t1001\t1001\t1001\t1001\nGroups:\t7 1002 \n");
        says(&pod, stream, "CapPrm:\t0000000000000000\nCapEff:\t0000000000000000\nCapBnd:\t00000000a80425fb\n");
    }
    says(&pod, 2, "NoNewPrivs:\t0\nSeccomp:\t0\n");
    says(&pod, 3, "NoNewPrivs:\t0\nSeccomp:\t2\n");
    says(&pod, 4, "NoNewPrivs:\t1\nSeccomp:\t2\n");
    says(&pod, 5, "CapPrm:\t0000000000000000\nCapEff:\t0000000000000000\nCapBnd:\t0000000000000000\n");
    pod_stop(&pod, 1000);
}

static void reports_ends(void) {
    struct pod pod;
    pod_start(&pod, list(new_app("five", new_process("exit", "5", 0, 0, 0)), new_app("nine", new_process("kill", "9", 0, 0, 0)),
                         new_app("sys", with_filter(new_process("mkdir", "/x", 0, 0, 0), NO_MKDIR, 4)),
                         new_app("leave", new_process("leave", "6", 0, 1, 0)), NULL));
    check_exited(host_event(&pod.host, "exited", "five", 0), 5, 0);
    check_exited(host_event(&pod.host, "exited", "nine", 0), 0, 9);
    check_exited(host_event(&pod.host, "exited", "sys", 0), 0, 31);
    check_exited(host_event(&pod.host, "exited", "leave", 0), 6, 0);  // what it has left behind is gone too
    CHECK(pod.host.streams[1].ended);
    CHECK_TEXT(host_text(&pod.host, 1), "left\n");
    json_t *started = host_event(&pod.host, "started", "five", 0);
    CHECK(json_integer_value(json_object_get(started, "pid")) > 1);
    pod_stop(&pod, 1000);
}

static void reports_failures(void) {
    json_t *interpreter = json_pack("{ss ss si ss}", "op", "file", "path", "/script", "mode", 0755, "data", "#!/no/sh -e\n");
    json_t *script = new_app("script", with(new_process("x", "", 0, 0, 0), "path", json_string("/script")));
    json_array_append_new(json_object_get(script, "setup"), interpreter);
    json_t *limits = json_pack("[{sisisi}]", "resource", 7, "soft", 10, "hard", 5);
    struct pod pod;
    pod_start(&pod, list(new_app("exec", with(new_process("x", "", 1, 2, 3), "path", json_string("/none"))), script,
                         new_app("cwd", with(new_process("exit", "0", 0, 0, 0), "cwd", json_string("/none"))),
                         new_app("limit", with(new_process("exit", "0", 0, 0, 0), "rlimits", limits)),
                         with(new_app("op", new_process("exit", "0", 0, 0, 0)), "setup",
                              json_pack("[{ssss}{ss ss ss ss si ss}]", "op", "hide", "path", "/none", "op", "mount",
                                        "path", "/m", "source", "", "fstype", "nofs", "flags", 0, "data", "")),
                         with(new_app("root", new_process("exit", "0", 0, 0, 0)), "root", json_string("/share/none")),
                         with(new_app("cgroup", new_process("exit", "0", 0, 4, 0)), "cgroup",
                              json_pack("[{ssss}{ssss}]", "file", "cgroup.max.depth", "value", "5", "file", "no.such",
                                        "value", "1")), NULL));
    check_failed(host_event(&pod.host, "failed", "exec", 0), "exec", "/none", ENOENT, 203);
    CHECK(pod.host.streams[2].ended && pod.host.streams[3].ended);
    check_failed(host_event(&pod.host, "failed", "script", 0), "exec", "/no/sh", ENOENT, 203);
    check_failed(host_event(&pod.host, "failed", "cwd", 0), "cwd", "/none", ENOENT, 200);
    check_failed(host_event(&pod.host, "failed", "limit", 0), "rlimits", "resource 7", EINVAL, 205);
    check_failed(host_event(&pod.host, "failed", "op", 0), "mounts", "mount /m", ENODEV, 226);
    check_failed(host_event(&pod.host, "failed", "root", 0), "mounts", "open_tree /share/none", ENOENT, 226);
    // A file that is not there would have to be made, which cgroup v2 does not allow.
    check_failed(host_event(&pod.host, "failed", "cgroup", 0), "cgroup", "no.such=1", ENOENT, 219);
    CHECK(pod.host.streams[4].ended);
    pod_stop(&pod, 1000);
}

static void tells_main_its_limits(void) {
    static const char OWN[] = "/sys/fs/cgroup/apps/limited/main/cgroup.max.depth";
    struct pod pod;
    pod_start(&pod, list(with(new_app("limited", new_process("print", OWN, 0, 1, 0)), "cgroup",
                              json_pack("[{ssss}]", "file", "cgroup.max.depth", "value", "5")), NULL));
    check_exited(host_event(&pod.host, "exited", "limited", 0), 0, 0);
    CHECK_TEXT(host_text(&pod.host, 1), "/sys/fs/cgroup/apps/limited/main/cgroup.max.depth: 5\n");
    pod_stop(&pod, 1000);
}

static void check_handler(json_t *event, const char *which, int index, int status) {
    const char *its = json_string_value(json_object_get(event, "which"));
    CHECK_TEXT(its ? its : "(none)", which);
    CHECK_NUMBER(json_integer_value(json_object_get(event, "index")), index);
    check_exited(event, status, 0);
}

static void runs_handlers(void) {
    json_t *good = with(new_app("good", new_process("say", "main", 0, 3, 0)), "pre_start",
                        list(new_process("say", "first", 0, 1, 0), new_process("report", "", 0, 2, 0), NULL));
    with(good, "post_stop", list(new_process("report", "", 0, 4, 0), new_process("exit", "8", 0, 0, 0), new_process("say", "last", 0, 5, 0), NULL));
    json_t *bad = with(new_app("bad", new_process("say", "never", 0, 7, 0)), "pre_start",
                       list(new_process("exit", "3", 0, 6, 0), new_process("say", "never", 0, 8, 0), NULL));
    with(bad, "post_stop", list(new_process("say", "never", 0, 9, 0), NULL));
    json_t *none = with(new_app("none", new_process("say", "never", 0, 0, 0)), "pre_start",
                        list(with(new_process("exit", "0", 0, 0, 0), "path", json_string("/none")), NULL));
    struct pod pod;
    pod_start(&pod, list(good, NULL));
    check_exited(host_event(&pod.host, "exited", "good", 0), 0, 0);
    CHECK_NUMBER((long long)json_array_size(pod.host.events), 7);
    check_handler(json_array_get(pod.host.events, 0), "pre_start", 0, 0);
    check_handler(json_array_get(pod.host.events, 1), "pre_start", 1, 0);
    check_handler(json_array_get(pod.host.events, 3), "post_stop", 0, 0);
    check_handler(json_array_get(pod.host.events, 4), "post_stop", 1, 8);
    check_handler(json_array_get(pod.host.events, 5), "post_stop", 2, 0);
    CHECK_TEXT(host_text(&pod.host, 1), "first\n");
    CHECK_TEXT(host_text(&pod.host, 5), "last\n");
    says(&pod, 2, "0::/apps/good/main\n");
    says(&pod, 4, "0::/apps/good/post\n");
    pod_command(&pod, json_pack("{ssso}", "cmd", "start", "app", bad));
    check_failed(host_event(&pod.host, "failed", "bad", 0), "pre_start", "/probe", 0, 1);
    check_handler(host_event(&pod.host, "handler", "bad", 0), "pre_start", 0, 3);
    for (uint32_t stream = 6; stream <= 9; stream++) {
        CHECK(pod.host.streams[stream].ended);
        CHECK_TEXT(host_text(&pod.host, stream), "");
    }
    pod_command(&pod, json_pack("{ssso}", "cmd", "start", "app", none));
    check_failed(host_event(&pod.host, "failed", "none", 0), "pre_start", "/none", 0, 1);
    check_handler(host_event(&pod.host, "handler", "none", 0), "pre_start", 0, 203);
    pod_stop(&pod, 1000);
}

static void assembles_roots(void) {
    json_t *app = with(new_app("ro", new_process("files", "/data/x", 0, 1, 0)), "read_only_root", json_true());
    json_t *setup = json_object_get(app, "setup");
    json_array_append_new(setup, json_pack("{ss ss si ss}", "op", "file", "path", "/data/x", "mode", 0640, "data", "x"));
    json_array_append_new(setup, json_pack("{ssss}", "op", "hide", "path", "/data/x"));
    json_t *gone = new_app("optional", new_process("files", "/written", 0, 2, 0));
    json_array_append_new(json_object_get(gone, "setup"),
                          json_pack("{ss ss ss sb si sb}", "op", "bind", "path", "/opt", "source", "/none", "recursive", 0,
                                    "flags", 0, "optional", 1));
    struct pod pod;
    pod_start(&pod, list(app, NULL));
    check_exited(host_event(&pod.host, "exited", "ro", 0), 0, 0);
    CHECK_TEXT(host_text(&pod.host, 1), "/data/x: mode 100000\nwrite /: Read-only file system\nescape: no\n");
    pod_command(&pod, json_pack("{ssso}", "cmd", "start", "app", gone));
    check_exited(host_event(&pod.host, "exited", "optional", 0), 0, 0);
    CHECK_TEXT(host_text(&pod.host, 2), "/written: No such file or directory\nwrite /: done\nescape: no\n");
    pod_stop(&pod, 1000);
}

int main(int count, char **arguments) {
    pod_init("life_test", count > 1 ? arguments[1] : "");
    gives_identities();
    reports_ends();
    reports_failures();
    tells_main_its_limits();
    runs_handlers();
    assembles_roots();
    return check_end("life_test");
}
