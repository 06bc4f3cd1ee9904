#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "launcher.h"

static const char LIB_MARK[] = "@LIB@";

static void *must(void *memory) {
    if (!memory) {
        die("out of memory");
    }
    return memory;
}

static char *replace_lib(const char *line, const char *lib) {
    size_t marks = 0;
    for (const char *at = line; (at = strstr(at, LIB_MARK)); at += strlen(LIB_MARK)) {
        marks++;
    }
    char *result = must(malloc(strlen(line) + marks * strlen(lib) + 1));
    char *to = result;
    while (*line) {
        if (strncmp(line, LIB_MARK, strlen(LIB_MARK)) == 0) {
            to = stpcpy(to, lib);
            line += strlen(LIB_MARK);
        } else {
            *to++ = *line++;
        }
    }
    *to = 0;
    return result;
}

// The line without white space around it.
static char *trim(char *line) {
    line += strspn(line, " \t");
    size_t length = strlen(line);
    while (length && strchr(" \t\r\n", line[length - 1])) {
        line[--length] = 0;
    }
    return line;
}

char **jvm_arguments(const char *program, const char *lib, const char *entrypoint, char **arguments) {
    size_t given = 0;
    while (arguments[given]) {
        given++;
    }
    char path[4200];
    snprintf(path, sizeof path, "%s/jvm.options", lib);
    FILE *file = fopen(path, "re");
    if (!file) {
        die("cannot read '%s': %s", path, strerror(errno));
    }
    char **result = must(calloc(given + 3, sizeof *result));
    size_t used = 0;
    result[used++] = (char *)program;
    char *line = NULL;
    size_t size = 0;
    while (getline(&line, &size, file) >= 0) {
        char *option = trim(line);
        if (*option && *option != '#') {
            result = must(realloc(result, (used + given + 3) * sizeof *result));
            result[used++] = replace_lib(option, lib);
        }
    }
    if (ferror(file) || used == 1) {
        die("cannot read '%s': %s", path, used == 1 ? "it names no main class" : strerror(errno));
    }
    free(line);
    fclose(file);
    result[used++] = (char *)entrypoint;
    for (size_t i = 0; i <= given; i++) {
        result[used++] = arguments[i];
    }
    return result;
}
