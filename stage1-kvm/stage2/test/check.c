#include "check.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int checks, failed;
static uint64_t state;

bool check_true(bool good, const char *condition, const char *file, int line) {
    checks++;
    if (!good) {
        failed++;
        printf("%s:%d: not true: %s\n", file, line, condition);
    }
    return good;
}

bool check_text(const char *actual, const char *expected, const char *file, int line) {
    bool good = strcmp(actual, expected) == 0;
    check_true(good, "texts are equal", file, line);
    if (!good) {
        printf("  is        '%s'\n  should be '%s'\n", actual, expected);
    }
    return good;
}

bool check_number(long long actual, long long expected, const char *what, const char *file, int line) {
    check_true(actual == expected, what, file, line);
    if (actual != expected) {
        printf("  is        %lld\n  should be %lld\n", actual, expected);
    }
    return actual == expected;
}

int check_end(const char *name) {
    printf("%s: %d checks, %d failed\n", name, checks, failed);
    return failed || !checks ? 1 : 0;
}

uint64_t random_start(const char *name) {
    const char *given = getenv("STAGE2_TEST_SEED");
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    uint64_t seed = given ? strtoull(given, NULL, 10) : (uint64_t)now.tv_nsec ^ (uint64_t)now.tv_sec << 20;
    state = seed * 2 + 1;
    printf("%s: STAGE2_TEST_SEED=%llu\n", name, (unsigned long long)seed);
    return seed;
}

uint32_t random_below(uint32_t bound) {
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (uint32_t)(state >> 16) % bound;
}

char *read_whole(const char *path, size_t *length) {
    FILE *file = fopen(path, "rb");
    if (!file) {
        printf("cannot open '%s': %s\n", path, strerror(errno));
        exit(2);
    }
    size_t capacity = 65536;
    char *text = malloc(capacity + 1);
    *length = 0;
    size_t got;
    while ((got = fread(text + *length, 1, capacity - *length, file)) > 0) {
        *length += got;
        if (*length == capacity) {
            capacity *= 2;
            text = realloc(text, capacity + 1);
        }
    }
    fclose(file);
    text[*length] = 0;
    return text;
}
