#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

static void write_line(const char *format, va_list arguments) {
    char line[512] = "stage2: ";
    size_t used = 8;
    int length = vsnprintf(line + used, sizeof line - used - 1, format, arguments);
    if (length > 0) {
        used += (size_t)length < sizeof line - used - 1 ? (size_t)length : sizeof line - used - 2;
    }
    for (size_t i = 0; i < used; i++) {
        if ((unsigned char)line[i] < ' ') {
            line[i] = ' ';
        }
    }
    line[used++] = '\n';
    if (write(STDERR_FILENO, line, used) < 0) {
        return;  // no console: there is no other place to say it
    }
}

void log_line(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    write_line(format, arguments);
    va_end(arguments);
}

void fatal(const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    write_line(format, arguments);
    va_end(arguments);
    machine_off();
}

void *must_alloc(unsigned long count, unsigned long size) {
    void *memory = calloc(count ? count : 1, size ? size : 1);
    if (!memory) {
        fatal("cannot allocate %lu bytes: out of memory", count * size);
    }
    return memory;
}
