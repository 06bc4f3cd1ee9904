// Paths inside a root that is not trusted: no symbolic link and no ".." leads out of it.
#ifndef STAGE2_PATH_H
#define STAGE2_PATH_H

#include <limits.h>
#include <stdbool.h>

// A place: an open directory (O_PATH) and a name in it, which may not exist yet. "." for the root itself.
struct place {
    int directory;
    char name[NAME_MAX + 1];
};

enum path_flags {
    PATH_MAKE_PARENTS = 1,  // directories of mode 0755, owner 0:0
    PATH_FOLLOW = 2,        // the last name too: then `name` is no symbolic link
};

// 0, or -1 with errno. The caller closes place->directory.
int path_resolve(int root, const char *path, int flags, struct place *place);

// O_PATH descriptor of what lies at the place, not following a symbolic link. -1 with errno.
int place_open(const struct place *place);

#endif
