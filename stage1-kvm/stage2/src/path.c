#include "path.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { LINKS_MAX = 40 };  // as the kernel's own bound

// The walk is done here and not in one openat2 call because what a dangling link points to has to be made. Each
// step is an openat2 from the root with what has been resolved so far, so that a change by a running
// process, at worst, makes it fail.
struct walk {
    int root;
    char done[PATH_MAX];  // resolved, without links: "usr/lib", "" for the root
    char left[PATH_MAX];  // still to go
    int links;
};

static int open_in_root(int root, const char *path, uint64_t flags) {
    struct open_how how = {.flags = flags | O_PATH | O_CLOEXEC, .resolve = RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS};
    return (int)syscall(SYS_openat2, root, *path ? path : ".", &how, sizeof how);
}

static int open_done(const struct walk *walk) {
    return open_in_root(walk->root, walk->done, O_DIRECTORY | O_NOFOLLOW);
}

// Moves the first name of `left` to `name`. False: nothing is left. `*last`: no name comes after it.
static bool next_name(struct walk *walk, char name[NAME_MAX + 1], bool *last) {
    char *at = walk->left + strspn(walk->left, "/");
    size_t length = strcspn(at, "/");
    if (!length) {
        return false;
    }
    if (length > NAME_MAX) {
        length = NAME_MAX;  // the kernel cannot have made a longer one; opening it will fail
    }
    memcpy(name, at, length);
    name[length] = 0;
    at += length;
    at += strspn(at, "/");
    *last = !*at;
    memmove(walk->left, at, strlen(at) + 1);
    return true;
}

static int append(char path[PATH_MAX], const char *name) {
    size_t used = strlen(path);
    int added = snprintf(path + used, PATH_MAX - used, "%s%s", used ? "/" : "", name);
    if (added < 0 || (size_t)added >= PATH_MAX - used) {
        path[used] = 0;
        errno = ENAMETOOLONG;
        return -1;
    }
    return 0;
}

static void go_up(struct walk *walk) {
    char *slash = strrchr(walk->done, '/');
    *(slash ? slash : walk->done) = 0;
}

// Puts the target of the link before what is left.
static int follow(struct walk *walk, int link) {
    char target[PATH_MAX];
    ssize_t length = readlinkat(link, "", target, sizeof target - 1);
    if (length < 0) {
        return -1;
    }
    target[length] = 0;
    size_t rest = strlen(walk->left);
    if (++walk->links > LINKS_MAX || (size_t)length + 1 + rest >= PATH_MAX) {
        errno = walk->links > LINKS_MAX ? ELOOP : ENAMETOOLONG;
        return -1;
    }
    if (target[0] == '/') {
        walk->done[0] = 0;
    }
    memmove(walk->left + length + 1, walk->left, rest + 1);
    memcpy(walk->left, target, (size_t)length);
    walk->left[length] = '/';
    return 0;
}

static int make_directory(const struct walk *walk, const char *name) {
    int parent = open_done(walk);
    if (parent < 0) {
        return -1;
    }
    int result = mkdirat(parent, name, 0755);
    int error = errno;
    close(parent);
    errno = error;
    return result < 0 && error != EEXIST ? -1 : 0;
}

static int arrive(const struct walk *walk, const char *name, struct place *place) {
    snprintf(place->name, sizeof place->name, "%s", name);
    place->directory = open_done(walk);
    return place->directory < 0 ? -1 : 0;
}

// One name. 1: the place is found. 0: go on. -1: errno.
static int step(struct walk *walk, const char *name, bool last, int flags, struct place *place) {
    char path[PATH_MAX];
    memcpy(path, walk->done, sizeof path);
    if (append(path, name) < 0) {
        return -1;
    }
    int fd = open_in_root(walk->root, path, O_NOFOLLOW);
    if (fd < 0) {
        if (errno != ENOENT) {
            return -1;
        }
        if (last) {
            return arrive(walk, name, place) < 0 ? -1 : 1;
        }
        if (!(flags & PATH_MAKE_PARENTS)) {
            errno = ENOENT;
            return -1;
        }
        return make_directory(walk, name) < 0 ? -1 : append(walk->done, name);
    }
    struct stat status;
    int result = fstat(fd, &status);
    if (result == 0 && S_ISLNK(status.st_mode) && (!last || flags & PATH_FOLLOW)) {
        result = follow(walk, fd);
    } else if (result == 0 && last) {
        result = arrive(walk, name, place) < 0 ? -1 : 1;
    } else if (result == 0) {
        result = append(walk->done, name);
    }
    int error = errno;
    close(fd);
    errno = error;
    return result;
}

int path_resolve(int root, const char *path, int flags, struct place *place) {
    struct walk walk = {.root = root};
    if (strlen(path) >= sizeof walk.left) {
        errno = ENAMETOOLONG;
        return -1;
    }
    strcpy(walk.left, path);
    char name[NAME_MAX + 1];
    bool last;
    while (next_name(&walk, name, &last)) {
        int result = 0;
        if (strcmp(name, "..") == 0) {
            go_up(&walk);
        } else if (strcmp(name, ".") != 0) {
            result = step(&walk, name, last, flags, place);
        }
        if (result) {
            return result < 0 ? -1 : 0;
        }
    }
    // The path ended in the root, in "." or "..": a directory that is there.
    return arrive(&walk, ".", place);
}

int place_open(const struct place *place) {
    return openat(place->directory, place->name, O_PATH | O_NOFOLLOW | O_CLOEXEC);
}
