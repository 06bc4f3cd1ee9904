#include <errno.h>
#include <stdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "launcher.h"

// The socket gets its name by a rename when it already listens: whoever sees the name can connect.
int listen_on(const char *path) {
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int length = snprintf(address.sun_path, sizeof address.sun_path, "%s.new", path);
    if (length < 0 || (size_t)length >= sizeof address.sun_path) {
        errno = ENAMETOOLONG;
        return -1;
    }
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);
    if (fd < 0) {
        return -1;
    }
    if (fd != LISTEN_FD && (dup2(fd, LISTEN_FD) < 0 || close(fd) < 0)) {
        return -1;
    }
    unlink(address.sun_path);
    if (bind(LISTEN_FD, (struct sockaddr *)&address, sizeof address) < 0 || listen(LISTEN_FD, 1) < 0) {
        return -1;
    }
    return rename(address.sun_path, path);
}
