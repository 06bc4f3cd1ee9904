// The tests' own few lines of framework.
#ifndef STAGE2_TEST_CHECK_H
#define STAGE2_TEST_CHECK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define CHECK(condition) check_true((condition), #condition, __FILE__, __LINE__)
#define CHECK_TEXT(actual, expected) check_text((actual), (expected), __FILE__, __LINE__)
#define CHECK_NUMBER(actual, expected) check_number((actual), (expected), #actual, __FILE__, __LINE__)

bool check_true(bool good, const char *condition, const char *file, int line);
bool check_text(const char *actual, const char *expected, const char *file, int line);
bool check_number(long long actual, long long expected, const char *what, const char *file, int line);
// Prints the name of the test program and the sums; the exit status for main.
int check_end(const char *name);

// Pseudo-random numbers for mutation tests (xorshift). The seed is printed, and taken from STAGE2_TEST_SEED if set.
uint64_t random_start(const char *name);
uint32_t random_below(uint32_t bound);

// A whole file, ended by a NUL that does not count. Ends the test program if there is none.
char *read_whole(const char *path, size_t *length);

#endif
