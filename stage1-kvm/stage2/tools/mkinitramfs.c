// Writes the initramfs: /init and what the kernel needs before it (cpio "newc", see
// Documentation/driver-api/early-userspace/buffer-format.rst). Same input, same bytes; no root needed for the node.
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static FILE *output;
static unsigned inode;

static void pad(long size) {
    static const char ZEROS[4];
    fwrite(ZEROS, 1, (size_t)(-size & 3), output);
}

static void entry(const char *name, unsigned mode, const char *data, unsigned long size, unsigned major,
                  unsigned minor) {
    unsigned links = S_ISDIR(mode) ? 2 : 1;
    // magic, ino, mode, uid, gid, nlink, mtime, filesize, devmajor, devminor, rdevmajor, rdevminor, namesize, check
    int header = fprintf(output, "070701%08X%08X%08X%08X%08X%08X%08lX%08X%08X%08X%08X%08zX%08X", ++inode, mode, 0, 0,
                         links, 0, size, 0, 0, major, minor, strlen(name) + 1, 0);
    fwrite(name, 1, strlen(name) + 1, output);
    pad(header + (long)strlen(name) + 1);
    fwrite(data, 1, size, output);
    pad((long)size);
}

static char *read_file(const char *path, unsigned long *size) {
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END) != 0) {
        fprintf(stderr, "mkinitramfs: cannot read '%s': %s\n", path, strerror(errno));
        exit(1);
    }
    *size = (unsigned long)ftell(file);
    rewind(file);
    char *data = malloc(*size + 1);
    if (!data || fread(data, 1, *size, file) != *size) {
        fprintf(stderr, "mkinitramfs: cannot read '%s': %s\n", path, strerror(errno));
        exit(1);
    }
    fclose(file);
    return data;
}

int main(int count, char **arguments) {
    if (count != 3) {
        fprintf(stderr, "usage: mkinitramfs STAGE2 OUTPUT\n");
        return 2;
    }
    unsigned long size;
    char *init = read_file(arguments[1], &size);
    output = fopen(arguments[2], "wb");
    if (!output) {
        fprintf(stderr, "mkinitramfs: cannot write '%s': %s\n", arguments[2], strerror(errno));
        return 1;
    }
    entry("dev", S_IFDIR | 0755, "", 0, 0, 0);
    entry("dev/console", S_IFCHR | 0600, "", 0, 5, 1);
    entry("init", S_IFREG | 0755, init, size, 0, 0);
    entry("TRAILER!!!", 0, "", 0, 0, 0);
    free(init);
    if (ferror(output) || fclose(output) != 0) {
        fprintf(stderr, "mkinitramfs: cannot write '%s': %s\n", arguments[2], strerror(errno));
        return 1;
    }
    return 0;
}
