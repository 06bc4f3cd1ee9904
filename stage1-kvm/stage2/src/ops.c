#include "ops.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "ops_mount.h"
#include "path.h"

static int run_mkdir(const struct op *op, const struct place *place) {
    if (strcmp(place->name, ".") == 0) {
        return 0;
    }
    if (mkdirat(place->directory, place->name, 0700) < 0) {
        struct stat status;
        if (errno == EEXIST && fstatat(place->directory, place->name, &status, AT_SYMLINK_NOFOLLOW) == 0 &&
            !S_ISDIR(status.st_mode)) {
            errno = ENOTDIR;
        }
        return errno == EEXIST ? 0 : -1;
    }
    int fd = openat(place->directory, place->name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    if (fd < 0) {
        return -1;
    }
    int result = fchown(fd, op->uid, op->gid) < 0 || fchmod(fd, op->mode) < 0 ? -1 : 0;
    int error = errno;
    close(fd);
    errno = error;
    return result;
}

static int run_node(const struct op *op, const struct place *place) {
    // The umask is 0 (app_root.c): the mode is exact.
    int result = mknodat(place->directory, place->name, S_IFCHR | op->mode, makedev(op->major, op->minor));
    return result < 0 && errno != EEXIST ? -1 : 0;
}

static int run_symlink(const struct op *op, const struct place *place) {
    int result = symlinkat(op->target, place->directory, place->name);
    return result < 0 && errno != EEXIST ? -1 : 0;
}

static int write_all(int fd, const char *data) {
    size_t left = strlen(data);
    while (left) {
        ssize_t written = write(fd, data, left);
        if (written < 0) {
            return -1;
        }
        data += written;
        left -= (size_t)written;
    }
    return 0;
}

static int run_file(const struct op *op, const struct place *place) {
    // O_NONBLOCK: an image may have a fifo there.
    int fd = openat(place->directory, place->name,
                    O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0600);
    if (fd < 0) {
        return -1;
    }
    struct stat status;
    int result = fstat(fd, &status);
    if (result == 0 && !S_ISREG(status.st_mode)) {
        errno = EINVAL;
        result = -1;
    }
    if (result == 0 && (fchmod(fd, op->mode) < 0 || write_all(fd, op->data) < 0)) {
        result = -1;
    }
    int error = errno;
    if (close(fd) < 0 && result == 0) {
        return -1;
    }
    errno = error;
    return result;
}

static int run_remove_link(const struct op *op, const struct place *place) {
    (void)op;
    struct stat status;
    if (fstatat(place->directory, place->name, &status, AT_SYMLINK_NOFOLLOW) < 0) {
        return errno == ENOENT ? 0 : -1;
    }
    return S_ISLNK(status.st_mode) ? unlinkat(place->directory, place->name, 0) : 0;
}

static const struct {
    int (*run)(const struct op *op, const struct place *place);
    int path_flags;
    bool needs_path;  // false: done if the path does not exist
} KINDS[] = {
    [OP_MKDIR] = {run_mkdir, PATH_MAKE_PARENTS | PATH_FOLLOW, true},
    [OP_NODE] = {run_node, PATH_MAKE_PARENTS, true},
    [OP_SYMLINK] = {run_symlink, PATH_MAKE_PARENTS, true},
    [OP_FILE] = {run_file, PATH_MAKE_PARENTS | PATH_FOLLOW, true},
    [OP_REMOVE_LINK] = {run_remove_link, 0, false},
    [OP_MOUNT] = {op_mount, PATH_MAKE_PARENTS | PATH_FOLLOW, true},
    [OP_BIND] = {op_bind, PATH_MAKE_PARENTS | PATH_FOLLOW, true},
    [OP_HIDE] = {op_hide, PATH_FOLLOW, false},
    [OP_READ_ONLY] = {op_read_only, PATH_FOLLOW, false},
};

static int run_op(int root, const struct op *op) {
    struct place place;
    if (path_resolve(root, op->path, KINDS[op->kind].path_flags, &place) < 0) {
        return !KINDS[op->kind].needs_path && (errno == ENOENT || errno == ENOTDIR) ? 0 : -1;
    }
    int result = KINDS[op->kind].run(op, &place);
    int error = errno;
    close(place.directory);
    errno = error;
    return result;
}

int ops_run(int root, const struct ops *ops, struct failure *failure) {
    for (size_t i = 0; i < ops->count; i++) {
        const struct op *op = &ops->items[i];
        if (run_op(root, op) < 0 && !op->optional) {
            failure_set(failure, STEP_MOUNTS, errno, "%s %s", op->name, op->path);
            return -1;
        }
    }
    return 0;
}
