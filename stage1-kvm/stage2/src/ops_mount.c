#include "ops_mount.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ops.h"

// The attributes of one mount, as mount(2) and as mount_setattr(2) write them.
static const struct {
    uint64_t flag, attribute;
} ATTRIBUTES[] = {
    {MS_RDONLY, MOUNT_ATTR_RDONLY}, {MS_NOSUID, MOUNT_ATTR_NOSUID},         {MS_NODEV, MOUNT_ATTR_NODEV},
    {MS_NOEXEC, MOUNT_ATTR_NOEXEC}, {MS_NODIRATIME, MOUNT_ATTR_NODIRATIME},
};

int mount_apply_flags(int fd, uint64_t flags, bool recursive) {
    struct mount_attr attributes = {0};
    for (size_t i = 0; i < sizeof ATTRIBUTES / sizeof *ATTRIBUTES; i++) {
        if (flags & ATTRIBUTES[i].flag) {
            attributes.attr_set |= ATTRIBUTES[i].attribute;
            flags &= ~ATTRIBUTES[i].flag;
        }
    }
    if (flags & (MS_NOATIME | MS_STRICTATIME | MS_RELATIME)) {
        attributes.attr_clr |= MOUNT_ATTR__ATIME;
        attributes.attr_set |= flags & MS_NOATIME       ? MOUNT_ATTR_NOATIME
                               : flags & MS_STRICTATIME ? MOUNT_ATTR_STRICTATIME
                                                        : MOUNT_ATTR_RELATIME;
        flags &= ~(uint64_t)(MS_NOATIME | MS_STRICTATIME | MS_RELATIME);
    }
    flags &= ~(uint64_t)(MS_BIND | MS_REC);  // said by the operation itself
    if (flags) {
        errno = EINVAL;
        return -1;
    }
    if (!attributes.attr_set && !attributes.attr_clr) {
        return 0;
    }
    return mount_setattr(fd, "", AT_EMPTY_PATH | (recursive ? AT_RECURSIVE : 0), &attributes, sizeof attributes);
}

static int close_with(int fd, int result) {
    int error = errno;
    close(fd);
    errno = error;
    return result;
}

// What is mounted on, made if it is missing: a directory or an empty file.
static int open_target(const struct place *place, bool directory) {
    int fd = place_open(place);
    if (fd >= 0 || errno != ENOENT) {
        return fd;
    }
    // EEXIST: another app, which has the same volume, was faster.
    int made = directory ? mkdirat(place->directory, place->name, 0755)
                         : mknodat(place->directory, place->name, S_IFREG | 0644, 0);
    return made < 0 && errno != EEXIST ? -1 : place_open(place);
}

int op_mount(const struct op *op, const struct place *place) {
    int target = open_target(place, true);
    if (target < 0) {
        return -1;
    }
    char path[32];
    snprintf(path, sizeof path, "/proc/self/fd/%d", target);
    return close_with(target, mount(op->source, path, op->fstype, op->flags, op->data));
}

// Clones the mount at `source` with the flags set before anybody can see it, and puts it on the target.
static int bind(int source_directory, const char *source, const struct place *place, uint64_t flags, bool recursive) {
    unsigned clone_flags = OPEN_TREE_CLONE | OPEN_TREE_CLOEXEC | (*source ? 0 : AT_EMPTY_PATH);
    int tree = open_tree(source_directory, source, clone_flags | (recursive ? AT_RECURSIVE : 0));
    if (tree < 0) {
        return -1;
    }
    struct stat status;
    if (mount_apply_flags(tree, flags, recursive) < 0 || fstat(tree, &status) < 0) {
        return close_with(tree, -1);
    }
    int target = open_target(place, S_ISDIR(status.st_mode));
    if (target < 0) {
        return close_with(tree, -1);
    }
    int result = move_mount(tree, "", target, "", MOVE_MOUNT_F_EMPTY_PATH | MOVE_MOUNT_T_EMPTY_PATH);
    return close_with(tree, close_with(target, result));
}

int op_bind(const struct op *op, const struct place *place) {
    return bind(AT_FDCWD, op->source, place, op->flags, op->recursive);
}

// 1: a directory, 0: something else, -1: nothing is there (then errno is ENOENT) or it cannot be known.
static int is_directory(const struct place *place) {
    struct stat status;
    if (fstatat(place->directory, place->name, &status, AT_SYMLINK_NOFOLLOW) < 0) {
        return -1;
    }
    return S_ISDIR(status.st_mode);
}

int op_hide(const struct op *op, const struct place *place) {
    (void)op;
    int directory = is_directory(place);
    if (directory < 0) {
        return errno == ENOENT ? 0 : -1;
    }
    return bind(AT_FDCWD, directory ? "/hidden/dir" : "/hidden/file", place, MS_RDONLY, false);
}

int op_read_only(const struct op *op, const struct place *place) {
    (void)op;
    int there = place_open(place);
    if (there < 0) {
        return errno == ENOENT ? 0 : -1;
    }
    return close_with(there, bind(there, "", place, MS_RDONLY, true));
}
