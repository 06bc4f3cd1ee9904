// The file operations, in a mount namespace of the test's own, on a tmpfs that stands for an app's root. Needs root.
#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "../src/ops.h"
#include "../src/path.h"
#include "check.h"

// The root of the app is /tmp/root here; beside it lies what no operation may reach.
static const char ROOT[] = "/tmp/root";
static int root;

static void must(int result, const char *what) {
    if (result < 0) {
        printf("ops_test: %s: %s\n", what, strerror(errno));
        exit(2);
    }
}

static const char *at(const char *path) {
    static char buffers[4][256];
    static int next;
    char *buffer = buffers[next++ % 4];
    snprintf(buffer, sizeof buffers[0], "%s%s", ROOT, path);
    return buffer;
}

static void write_file(const char *path, const char *text) {
    FILE *file = fopen(path, "w");
    must(file ? 0 : -1, path);
    fputs(text, file);
    fclose(file);
}

static const char *content(const char *path) {
    static char text[256];
    FILE *file = fopen(path, "r");
    size_t length = file ? fread(text, 1, sizeof text - 1, file) : 0;
    text[length] = 0;
    if (file) {
        fclose(file);
    }
    return file ? text : "(no file)";
}

static void fresh_root(void) {
    umount2("/tmp", MNT_DETACH);
    must(mount("test", "/tmp", "tmpfs", 0, "mode=0755"), "tmpfs");
    must(mkdir(ROOT, 0755), ROOT);
    must(mount(ROOT, ROOT, NULL, MS_BIND, NULL), "bind root");
    if (root > 0) {
        close(root);
    }
    root = open(ROOT, O_PATH | O_DIRECTORY | O_CLOEXEC);
    must(root, ROOT);
    must(mkdir("/tmp/outside", 0755), "outside");
    write_file("/tmp/outside/secret", "secret");
}

// 0, or the errno of the failure.
static int run(struct op op) {
    struct failure failure = {0};
    op.name = "op";
    struct ops ops = {.items = &op, .count = 1};
    if (ops_run(root, &ops, &failure) == 0) {
        return 0;
    }
    CHECK_NUMBER(failure.step, STEP_MOUNTS);
    CHECK(strstr(failure.object, op.path) != NULL);
    return failure.error;
}

static mode_t mode_of(const char *path) {
    struct stat status;
    return lstat(path, &status) < 0 ? 0 : status.st_mode;
}

static void makes_directories(void) {
    fresh_root();
    struct op op = {.kind = OP_MKDIR, .path = "/a/b/c", .mode = 01777, .uid = 5, .gid = 6};
    CHECK_NUMBER(run(op), 0);
    CHECK_NUMBER(mode_of(at("/a/b/c")), S_IFDIR | 01777);
    CHECK_NUMBER(mode_of(at("/a/b")), S_IFDIR | 0755);
    struct stat status;
    CHECK(stat(at("/a/b/c"), &status) == 0 && status.st_uid == 5 && status.st_gid == 6);
    op.mode = 0700;
    CHECK_NUMBER(run(op), 0);
    CHECK_NUMBER(mode_of(at("/a/b/c")), S_IFDIR | 01777);  // left as it was
    CHECK_NUMBER(run((struct op){.kind = OP_MKDIR, .path = "/"}), 0);
    write_file(at("/file"), "");
    CHECK_NUMBER(run((struct op){.kind = OP_MKDIR, .path = "/file"}), ENOTDIR);
    CHECK_NUMBER(run((struct op){.kind = OP_MKDIR, .path = "/file/x"}), ENOTDIR);
}

static void stays_inside(void) {
    fresh_root();
    must(symlink("/tmp/outside", at("/absolute")), "symlink");
    must(symlink("../../../../tmp/outside", at("/relative")), "symlink");
    must(symlink("/proc/self/root", at("/magic")), "symlink");
    must(symlink("loop", at("/loop")), "symlink");
    must(mkdir(at("/dir"), 0755), "dir");
    must(symlink("../..//..", at("/dir/up")), "symlink");
    struct op op = {.kind = OP_FILE, .mode = 0600, .data = "inside"};
    static const char *const PATHS[] = {"/absolute/secret", "/relative/secret", "/../../tmp/outside/secret",
                                        "/dir/up/tmp/outside/secret", "/dir/./../absolute/secret"};
    for (size_t i = 0; i < sizeof PATHS / sizeof *PATHS; i++) {
        unlink(at("/tmp/outside/secret"));
        op.path = PATHS[i];
        CHECK_NUMBER(run(op), 0);
        CHECK_TEXT(content(at("/tmp/outside/secret")), "inside");
    }
    CHECK_TEXT(content("/tmp/outside/secret"), "secret");
    op.path = "/magic/tmp/outside/secret";
    CHECK_NUMBER(run(op), 0);  // a plain link to a path that is made
    CHECK_TEXT(content(at("/proc/self/root/tmp/outside/secret")), "inside");
    op.path = "/loop/x";
    CHECK_NUMBER(run(op), ELOOP);
}

static void writes_files(void) {
    fresh_root();
    must(symlink("../run/systemd/resolv.conf", at("/dangling")), "symlink");
    umask(0);
    CHECK_NUMBER(run((struct op){.kind = OP_FILE, .path = "/dangling", .mode = 0644, .data = "x"}), 0);
    CHECK_TEXT(content(at("/run/systemd/resolv.conf")), "x");
    CHECK_NUMBER(run((struct op){.kind = OP_FILE, .path = "/run/systemd/resolv.conf", .mode = 0604, .data = ""}), 0);
    CHECK_TEXT(content(at("/run/systemd/resolv.conf")), "");
    CHECK_NUMBER(mode_of(at("/run/systemd/resolv.conf")), S_IFREG | 0604);
    must(mkfifo(at("/fifo"), 0600), "fifo");
    CHECK_NUMBER(run((struct op){.kind = OP_FILE, .path = "/fifo", .mode = 0644, .data = "x"}), ENXIO);
    CHECK_NUMBER(run((struct op){.kind = OP_FILE, .path = "/run", .mode = 0644, .data = "x"}), EISDIR);
    CHECK_NUMBER(run((struct op){.kind = OP_FILE, .path = "/run", .mode = 0644, .data = "x", .optional = true}), 0);
}

static void makes_nodes_and_links(void) {
    fresh_root();
    struct op node = {.kind = OP_NODE, .path = "/dev/null", .mode = 0666, .major = 1, .minor = 3};
    CHECK_NUMBER(run(node), 0);
    struct stat status;
    CHECK(stat(at("/dev/null"), &status) == 0 && status.st_mode == (S_IFCHR | 0666) &&
          status.st_rdev == makedev(1, 3));
    node.mode = 0600;
    CHECK_NUMBER(run(node), 0);
    CHECK_NUMBER(mode_of(at("/dev/null")), S_IFCHR | 0666);
    struct op link = {.kind = OP_SYMLINK, .path = "/dev/fd", .target = "/proc/self/fd"};
    CHECK_NUMBER(run(link), 0);
    char target[64] = "";
    CHECK(readlink(at("/dev/fd"), target, sizeof target - 1) > 0);
    CHECK_TEXT(target, "/proc/self/fd");
    link.path = "/dev/null";
    CHECK_NUMBER(run(link), 0);  // something is there: nothing happens
    CHECK(S_ISCHR(mode_of(at("/dev/null"))));
    CHECK_NUMBER(run((struct op){.kind = OP_REMOVE_LINK, .path = "/dev/fd"}), 0);
    CHECK_NUMBER(mode_of(at("/dev/fd")), 0);
    CHECK_NUMBER(run((struct op){.kind = OP_REMOVE_LINK, .path = "/dev/null"}), 0);
    CHECK(S_ISCHR(mode_of(at("/dev/null"))));
    CHECK_NUMBER(run((struct op){.kind = OP_REMOVE_LINK, .path = "/no/where"}), 0);
}

static unsigned long flags_of(const char *path) {
    struct statvfs status;
    return statvfs(path, &status) < 0 ? 0 : status.f_flag;
}

static void mounts(void) {
    fresh_root();
    CHECK_NUMBER(run((struct op){.kind = OP_MOUNT, .path = "/dev/shm", .source = "shm", .fstype = "tmpfs",
                                 .flags = MS_NOSUID | MS_NODEV, .data = "mode=1777,size=64k"}), 0);
    CHECK_NUMBER(mode_of(at("/dev/shm")), S_IFDIR | 01777);
    CHECK((flags_of(at("/dev/shm")) & (ST_NOSUID | ST_NODEV | ST_RDONLY)) == (ST_NOSUID | ST_NODEV));
    CHECK_NUMBER(run((struct op){.kind = OP_MOUNT, .path = "/x", .source = "x", .fstype = "nosuch", .data = ""}),
                 ENODEV);
}

static void binds(void) {
    fresh_root();
    must(mkdir("/tmp/outside/sub", 0755), "sub");
    must(mount("sub", "/tmp/outside/sub", "tmpfs", 0, ""), "sub");
    write_file("/tmp/outside/sub/deep", "deep");
    must(symlink("volumes/data", at("/data")), "symlink");
    struct op op = {.kind = OP_BIND, .path = "/data", .source = "/tmp/outside", .flags = MS_RDONLY | MS_NOEXEC};
    CHECK_NUMBER(run(op), 0);
    CHECK_TEXT(content(at("/volumes/data/secret")), "secret");
    CHECK_TEXT(content(at("/volumes/data/sub/deep")), "(no file)");
    CHECK((flags_of(at("/volumes/data")) & (ST_RDONLY | ST_NOEXEC)) == (ST_RDONLY | ST_NOEXEC));
    CHECK(!(flags_of("/tmp/outside") & ST_RDONLY));
    op = (struct op){.kind = OP_BIND, .path = "/all", .source = "/tmp/outside", .flags = MS_RDONLY, .recursive = true};
    CHECK_NUMBER(run(op), 0);
    CHECK_TEXT(content(at("/all/sub/deep")), "deep");
    CHECK(flags_of(at("/all/sub")) & ST_RDONLY);
    op = (struct op){.kind = OP_BIND, .path = "/etc/one", .source = "/tmp/outside/secret"};
    CHECK_NUMBER(run(op), 0);
    CHECK_TEXT(content(at("/etc/one")), "secret");
    op.source = "/no/such";
    CHECK_NUMBER(run(op), ENOENT);
    op.source = "/tmp/outside";
    CHECK_NUMBER(run(op), EINVAL);  // a directory over a file
    op = (struct op){.kind = OP_BIND, .path = "/f", .source = "/tmp/outside", .flags = MS_SYNCHRONOUS};
    CHECK_NUMBER(run(op), EINVAL);
}

static void hides_and_protects(void) {
    fresh_root();
    must(mkdir(at("/proc"), 0755), "proc");
    must(mkdir(at("/proc/bus"), 0755), "bus");
    write_file(at("/proc/kcore"), "memory");
    write_file(at("/proc/bus/x"), "x");
    CHECK_NUMBER(run((struct op){.kind = OP_HIDE, .path = "/proc/kcore"}), 0);
    CHECK_NUMBER(mode_of(at("/proc/kcore")), S_IFREG);
    CHECK_TEXT(content(at("/proc/kcore")), "");
    CHECK_NUMBER(run((struct op){.kind = OP_HIDE, .path = "/proc/none"}), 0);
    CHECK_NUMBER(mode_of(at("/proc/none")), 0);
    CHECK_NUMBER(run((struct op){.kind = OP_READ_ONLY, .path = "/proc/bus"}), 0);
    CHECK(open(at("/proc/bus/x"), O_WRONLY) < 0 && errno == EROFS);
    CHECK_NUMBER(run((struct op){.kind = OP_READ_ONLY, .path = "/none/none"}), 0);
    CHECK_NUMBER(run((struct op){.kind = OP_HIDE, .path = "/proc/bus"}), 0);
    CHECK_NUMBER(mode_of(at("/proc/bus")), S_IFDIR);
    CHECK(access(at("/proc/bus/x"), F_OK) < 0);
}

// A root of its own for the whole test, with what stage2 makes in the guest's and what the operations use of it.
static void enter_own_root(void) {
    must(unshare(CLONE_NEWNS), "unshare");
    must(mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL), "private");
    must(mount("test", "/mnt", "tmpfs", 0, "mode=0755"), "tmpfs");
    must(chdir("/mnt"), "chdir");
    static const char *const DIRECTORIES[] = {"tmp", "proc", "hidden"};
    for (size_t i = 0; i < sizeof DIRECTORIES / sizeof *DIRECTORIES; i++) {
        must(mkdir(DIRECTORIES[i], 0755), DIRECTORIES[i]);
    }
    must(mkdir("hidden/dir", 0), "hidden/dir");
    must(mknod("hidden/file", S_IFREG, 0), "hidden/file");
    must(mount("/proc", "proc", NULL, MS_BIND | MS_REC, NULL), "proc");
    must(chroot("."), "chroot");
}

int main(void) {
    if (geteuid() != 0) {
        printf("ops_test: SKIPPED: needs root\n");
        return 0;
    }
    enter_own_root();
    makes_directories();
    stays_inside();
    writes_files();
    makes_nodes_and_links();
    mounts();
    binds();
    hides_and_protects();
    close(root);
    return check_end("ops_test");
}
