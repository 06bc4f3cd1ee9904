#include "diagnose.h"

#include <elf.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

enum { DEPTH_MAX = 4, NAME_SIZE = 256 };

static bool script_interpreter(const char *head, char name[NAME_SIZE]) {
    const char *at = head + 2 + strspn(head + 2, " \t");
    size_t length = strcspn(at, " \t\n");
    if (!length || length >= NAME_SIZE) {
        return false;
    }
    memcpy(name, at, length);
    name[length] = 0;
    return true;
}

static bool elf_interpreter(int fd, const char *head, char name[NAME_SIZE]) {
    Elf64_Ehdr header;
    memcpy(&header, head, sizeof header);
    if (header.e_ident[EI_CLASS] != ELFCLASS64 || header.e_phentsize != sizeof(Elf64_Phdr)) {
        return false;
    }
    for (unsigned i = 0; i < header.e_phnum && i < 64; i++) {
        Elf64_Phdr segment;
        if (pread(fd, &segment, sizeof segment, (off_t)(header.e_phoff + i * sizeof segment)) != sizeof segment) {
            return false;
        }
        if (segment.p_type == PT_INTERP && segment.p_filesz > 1 && segment.p_filesz < NAME_SIZE) {
            ssize_t got = pread(fd, name, segment.p_filesz, (off_t)segment.p_offset);
            name[got > 0 ? got : 0] = 0;
            return got > 1;
        }
    }
    return false;
}

static bool interpreter_of(const char *program, char name[NAME_SIZE]) {
    char head[512] = {0};
    int fd = open(program, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (fd < 0) {
        return false;
    }
    bool found = false;
    if (read(fd, head, sizeof head - 1) > (ssize_t)sizeof(Elf64_Ehdr) && memcmp(head, ELFMAG, SELFMAG) == 0) {
        found = elf_interpreter(fd, head, name);
    } else if (head[0] == '#' && head[1] == '!') {
        found = script_interpreter(head, name);
    }
    close(fd);
    return found;
}

bool diagnose_missing(const char *program, struct failure *failure) {
    char name[NAME_SIZE];
    char next[NAME_SIZE];
    if (!interpreter_of(program, name)) {
        return false;
    }
    for (int depth = 0; depth < DEPTH_MAX && access(name, F_OK) == 0; depth++) {
        if (!interpreter_of(name, next)) {
            return false;
        }
        memcpy(name, next, sizeof name);
    }
    failure_set(failure, failure->step, failure->error, "%.250s", name);
    return true;
}
